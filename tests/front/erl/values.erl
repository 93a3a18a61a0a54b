-module(values).
-record(state, {dict, n = 0}).

texts(N) ->
    py:exec(<<"x", N, " = 1">>),
    py:exec(<<"x", (integer_to_binary(N))/binary, " = 1">>),
    py:eval("list(\n)").

containers(D, L) ->
    S = #state{dict = D, n = 1},
    M = #{a => D, b => S#state.dict},
    T = {one, M, [D | L]},
    [X, Y | _] = L,
    {T, X ++ Y, D ! L}.

loops(L) ->
    Refs = [py:spawn_call(m, f, [X]) || X <- L, X > 2, is_integer(X)],
    [py:await(R) || R <- Refs].

funs(L) ->
    N = length(L),
    F = fun(X) -> X + N end,
    G = fun double/1,
    lists:foreach(fun({K, V}) -> put(K, V); (Other) -> Other end, L),
    catch F(G(N)),
    N > 1 andalso double(N).

double(X) -> X * 2.

handed(L) ->
    lists:map(fun py:await/1, L),
    "a" "b".
