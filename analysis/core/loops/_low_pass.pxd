cimport cython

ctypedef (double, double, double, double, double, double, double) numbers_t

@cython.locals(k=Py_ssize_t, p=double, q=double, y=double, value=double)
cdef void _filter_one(
    double[:, ::1] x, Py_ssize_t row, Py_ssize_t start, Py_ssize_t count, Py_ssize_t by, numbers_t numbers
) noexcept
cdef void _filter_three(
    double[:, ::1] x, Py_ssize_t row, Py_ssize_t start, Py_ssize_t count, Py_ssize_t by, numbers_t numbers
) noexcept
cpdef smooth_rows(double[:, ::1] x, Py_ssize_t pad, numbers_t numbers)
