// Elements use what they are given.
const App = ({ p }: Props) => (
	<div onClick={() => p.go()} {...rest} title="t">
		{list.map((x) => <Foo.Bar key={x} />)}
		{p && <></>}
		text
	</div>
);
