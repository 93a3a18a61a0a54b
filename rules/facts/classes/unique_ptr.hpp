/* std::unique_ptr, as far as it owns. Without a deleter it frees what no fact speaks of. */
namespace std {
template <class T, class D> class unique_ptr {
	T *held;
	D free;

public:
	unique_ptr() : held(nullptr) {}
	explicit unique_ptr(T *given) : held(given) {}
	unique_ptr(T *given, D with) : held(given), free(with) {}
	unique_ptr(const unique_ptr &other) = delete;
	unique_ptr(unique_ptr &&other) : held(other.release()), free(other.free) {}
	~unique_ptr()
	{
		if (held)
			free(held);
	}
	unique_ptr &operator=(unique_ptr &&other)
	{
		reset(other.release());
		return *this;
	}
	T *get() const { return held; }
	T *operator->() const { return held; }
	operator bool() const { return held != nullptr; }
	T *release()
	{
		T *given = held;
		held = nullptr;
		return given;
	}
	void reset(T *given = nullptr)
	{
		T *old = held;
		held = given;
		if (old)
			free(old);
	}
	void swap(unique_ptr &other) { std::swap(held, other.held); }
};
}
