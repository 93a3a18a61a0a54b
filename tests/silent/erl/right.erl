%% Programs as they should be, and some that only look wrong.
-module(right).
-behaviour(gen_server).
-export([start_link/0, init/1, handle_call/3, terminate/2]).

start_link() ->
    {ok, _} = py:start_contexts(),
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

init([]) ->
    {ok, Dict} = py:shared_dict_new(),
    {ok, #{dict => Dict}}.

handle_call({add, Key, Value}, _From, #{dict := Dict} = State) ->
    {reply, py:shared_dict_set(Dict, Key, Value), State};
handle_call({run, Value}, _From, State) ->
    py:exec(<<"import json">>),
    py:exec("counter = 0"),
    {reply, py:eval(<<"json.dumps(v)">>, #{v => Value}), State};
handle_call({later, R}, From, State) ->
    Ref = py:spawn_call(model, predict, [R]),
    {noreply, State#{Ref => From}}.

terminate(_Reason, #{dict := Dict}) ->
    py:shared_dict_destroy(Dict),
    py:stop_contexts().

each(Rs) ->
    Refs = [py:spawn_call(model, predict, [R]) || R <- Rs],
    [py:await(Ref) || Ref <- Refs].

each_by_name(Rs) ->
    Refs = [py:spawn_call(model, predict, [R]) || R <- Rs],
    lists:map(fun py:await/1, Refs).

given_back(R) ->
    py:async_call(model, predict, [R]).

given_back_tagged(R) ->
    Ref = py:async_call(model, predict, [R]),
    {ok, Ref}.

sent(R, Pid) ->
    Pid ! {call, py:async_call(model, predict, [R])},
    ok.

answered(R) ->
    Ref = py:spawn_call(model, predict, [R]),
    receive
        {py_response, Ref, Result} -> Result
    end.

protected(Words) ->
    {ok, Dict} = py:shared_dict_new(),
    try
        py:call(counter, fill, [Dict, Words])
    after
        py:shared_dict_destroy(Dict)
    end.

by_helper(Words) ->
    {ok, Dict} = py:shared_dict_new(),
    py:call(counter, fill, [Dict, Words]),
    finish(Dict).

finish(Dict) ->
    py:shared_dict_destroy(Dict).

contexts(N) ->
    Contexts = [
        begin
            {ok, C} = py_context:new(#{}),
            C
        end
     || _ <- lists:seq(1, N)
    ],
    lists:foreach(fun(C) -> py_context:stop(C) end, Contexts).

fire_and_forget(R) ->
    py:cast(model, log, [R]),
    py:stream(model, tokens, [R]),
    py:eval(<<"sum(range(1000000))">>),
    py:stream_eval("(i for i in range(10))").

in_processes(Rows) ->
    [
        spawn(fun() -> py:exec(<<"row_", (integer_to_binary(I))/binary, " = 0">>) end)
     || I <- Rows
    ],
    ok.

measured(F) ->
    py:tracemalloc_start(),
    try
        F()
    after
        py:tracemalloc_stop()
    end.

constant() ->
    py:exec(<<"x = ", $1, "\n">>),
    py:exec(<<"def f():\n" "    return 1\n">>).

once(N) ->
    py:exec(<<"x", (integer_to_binary(N))/binary, " = 1">>).

%% Who is told of each item drains the stream.
drained(Prompt) ->
    {ok, Stream} = py:stream_start(model, tokens, [Prompt]),
    drain(Stream, []).

drain(Stream, Got) ->
    receive
        {py_stream, Stream, {data, Token}} -> drain(Stream, [Token | Got]);
        {py_stream, Stream, done} -> lists:reverse(Got);
        {py_stream, Stream, {error, Reason}} -> {error, Reason}
    after 5000 -> py:stream_cancel(Stream)
    end.

%% An owner under a supervisor stops what it started when it ends.
start_owner(Options) ->
    {ok, Context} = py_context:new(Options),
    proc_lib:spawn_link(fun() -> own(Context) end).

own(Context) ->
    receive
        {From, Text} ->
            From ! py_context:call(Context, markdown, convert, [Text]),
            own(Context);
        stop ->
            py_context:stop(Context)
    end.

kept_for_all(Options) ->
    {ok, Context} = py_context:new(Options),
    persistent_term:put(?MODULE, Context).

%% A name that is the same each time, and one that is none.
handle_info({row, Row}, State) ->
    py:exec(<<"row = None\nlog('x')">>),
    py:exec(["print(", integer_to_list(Row), ")"]),
    {noreply, State}.
