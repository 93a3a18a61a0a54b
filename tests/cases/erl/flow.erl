%% Each way through clauses, patterns, exceptions and messages.
-module(flow).
-export([handle_cast/2]).

%% ---- clauses ----

by_clause(R, keep) ->
    Ref = py:async_call(model, predict, [R]),
    {kept, Ref};
by_clause(R, drop) ->
    Ref = py:async_call(model, predict, [R]), % expect: erlang/call-not-awaited
    {dropped, is_reference(Ref)}.

by_guard(R, N) when N > 0 ->
    Ref = py:spawn_call(model, predict, [R]),
    py:await(Ref, N);
by_guard(R, _) ->
    Ref = py:spawn_call(model, predict, [R]), % expect: erlang/call-not-awaited
    io:format("~p~n", [Ref]).

%% ---- case ----

one_arm(Words) ->
    case py:shared_dict_new() of % expect: erlang/shared-dict-leak
        {ok, Dict} ->
            py:call(counter, fill, [Dict, Words]);
        {error, Reason} ->
            {error, Reason}
    end.

ended_in_one_arm(Words, Wanted) ->
    {ok, Dict} = py:shared_dict_new(), % expect: erlang/shared-dict-leak
    case Wanted of
        true ->
            py:call(counter, fill, [Dict, Words]),
            py:shared_dict_destroy(Dict);
        false ->
            ok
    end.

ended_after(Words, Wanted) ->
    {ok, Dict} = py:shared_dict_new(),
    _ = case Wanted of
        true -> py:call(counter, fill, [Dict, Words]);
        false -> ok
    end,
    py:shared_dict_destroy(Dict).

%% ---- exceptions ----

caught_and_lost(Text) ->
    {ok, Context} = py_context:new(#{}), % a note: a call throws
    try py_context:call(Context, markdown, convert, [Text]) of
        {ok, Html} ->
            py_context:stop(Context),
            {ok, Html}
    catch
        error:Reason -> {error, Reason}
    end.

caught_and_stopped(Text) ->
    {ok, Context} = py_context:new(#{}),
    try py_context:call(Context, markdown, convert, [Text]) of
        {ok, Html} ->
            py_context:stop(Context),
            {ok, Html}
    catch
        error:Reason ->
            py_context:stop(Context),
            {error, Reason}
    end.

stopped_after(Text) ->
    {ok, Context} = py_context:new(#{}),
    try
        py_context:call(Context, markdown, convert, [Text])
    catch
        error:Reason -> {error, Reason}
    after
        py_context:stop(Context)
    end.

traced_after(F) ->
    py:tracemalloc_start(25),
    try F() after py:tracemalloc_stop() end.

%% ---- messages ----

drained(Prompt) ->
    {ok, Stream} = py:stream_start(model, tokens, [Prompt]),
    drain(Stream, []).

drain(Stream, Got) ->
    receive
        {py_stream, Stream, {data, Token}} -> drain(Stream, [Token | Got]);
        {py_stream, Stream, done} -> lists:reverse(Got);
        {py_stream, Stream, {error, Reason}} -> {error, Reason}
    after 5000 ->
        py:stream_cancel(Stream),
        timeout
    end.

not_heard_in_time(Prompt) ->
    {ok, Stream} = py:stream_start(model, tokens, [Prompt]), % expect: erlang/stream-not-drained
    receive
        stop -> stopped
    after 5000 -> timeout
    end.

%% ---- comprehensions and funs ----

one_each(Rs) ->
    [py:async_call(model, predict, [R]) || R <- Rs], % expect: erlang/call-not-awaited
    ok.

awaited_each(Rs) ->
    [py:await(py:async_call(model, predict, [R])) || R <- Rs].

in_a_fun(R) ->
    Run = fun() ->
        Ref = py:spawn_call(model, predict, [R]), % expect: erlang/call-not-awaited
        {started, is_reference(Ref)}
    end,
    Run().

%% ---- again and again ----

handle_cast({define, Name}, State) ->
    py:exec([Name, " = 1\n"]), % expect: erlang/exec-generated-name
    {noreply, State};
handle_cast({set, Value}, State) ->
    py:exec(<<"value = None">>),
    py:eval(<<"box.append(v)">>, #{v => Value}),
    {noreply, State}.

define_all([]) ->
    ok;
define_all([Name | Names]) ->
    py:exec(["class ", Name, ": pass"]), % expect: erlang/exec-generated-name
    define_all(Names).

long_list() ->
    py:eval("list(range(10**7))"), % expect: erlang/eval-large-list
    py:stream_eval("range(5_000_000)"). % expect: erlang/eval-large-list

with_names(Rows) ->
    py:stream_eval(<<"(r for r in rows)">>, #{rows => Rows}). % expect: erlang/stream-eval-locals
