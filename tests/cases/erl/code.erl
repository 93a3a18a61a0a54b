%% Code that is put together.
-module(code).
-export([handle_call/3]).

handle_call({define, N}, _From, State) ->
    py:exec(<<"x", (integer_to_binary(N))/binary, " = 1">>), % expect: erlang/exec-generated-name
    {reply, ok, State}.

byte(N) ->
    py:exec(<<"x", N, " = 1">>). % expect: erlang/exec-byte-segment

in_a_list(Names) ->
    lists:foreach(
        fun(Name) ->
            py:exec(["def ", Name, "(): pass"]) % expect: erlang/exec-generated-name
        end,
        Names
    ).

long() ->
    py:eval("[i * i for i in range(0, 1_000_000)]"). % expect: erlang/eval-large-list

kept(Rows) ->
    {ok, Found} = py:stream_eval("(r for r in rows)", #{rows => Rows}), % expect: erlang/stream-eval-locals
    Found.
