%% Clauses are tried one after the other.
-module(clauses).
-export([sign/1, run/2]).

sign(0) -> zero;
sign(N) when N > 0 -> positive;
sign(_) -> negative.

run(M, F) ->
    {ok, Ref} = py:stream_start(M, F, []),
    case py:call(M, F, [Ref]) of
        {ok, Value} -> Value;
        {error, _} = E -> throw(E)
    end.

choose(A, B) ->
    if
        A > B -> A;
        true -> B
    end.

wait(Ref) ->
    receive
        {answer, Ref, Value} -> {ok, Value};
        stop -> error
    after 100 -> {error, timeout}
    end.

protect(F, D) ->
    try F(D) of
        {ok, X} -> X
    catch
        error:Reason:_ -> {error, Reason};
        _:_ -> ok
    after
        py:shared_dict_destroy(D)
    end.

count(0, Sum) -> Sum;
count(N, Sum) -> count(N - 1, Sum + N).

maybe_all(A) ->
    maybe
        {ok, B} ?= first(A),
        {ok, C} ?= first(B),
        C
    else
        {error, R} -> R
    end.

first([H | _]) -> {ok, H};
first([]) -> {error, empty}.
