%% Calls are awaited, streams drained, dictionaries destroyed, tracing stopped.
-module(tokens).
-export([start/1]).

thrown_away(R) ->
    py:async_call(model, predict, [R]), % expect: erlang/call-not-awaited
    ok.

one_way_only(R, Wait) ->
    Ref = py:spawn_call(model, predict, [R]), % expect: erlang/call-not-awaited
    case Wait of
        true -> py:await(Ref);
        false -> skipped
    end.

both_ways(R, Wait) ->
    Ref = py:spawn_call(model, predict, [R]),
    if
        Wait -> py:await(Ref);
        true -> py:await(Ref, 10)
    end.

not_all(Rs) ->
    Refs = [py:spawn_call(model, predict, [R]) || R <- Rs], % expect: erlang/call-not-awaited
    length(Refs).

lost_dictionary(Words) ->
    {ok, Dict} = py:shared_dict_new(), % expect: erlang/shared-dict-leak
    case py:shared_dict_set(Dict, <<"n">>, length(Words)) of
        ok ->
            py:shared_dict_destroy(Dict),
            done;
        {error, Reason} ->
            {error, Reason}
    end.

traced(F) ->
    py:tracemalloc_start(25), % expect: erlang/tracemalloc-unstopped
    F(),
    py:memory_stats().

unheard(Prompt) ->
    {ok, Stream} = py:stream_start(model, tokens, [Prompt]), % expect: erlang/stream-not-drained
    io:format("~p~n", [Prompt]).

lost_in_a_fun(Rs) ->
    lists:foreach(
        fun(R) ->
            py:async_call(model, predict, [R]), % expect: erlang/call-not-awaited
            ok
        end,
        Rs
    ),
    ok.
