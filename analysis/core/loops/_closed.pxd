cimport cython
from libc.math cimport log2, pow, sqrt

ctypedef (double, double, double, double, double, double, double) numbers_t

@cython.locals(k=Py_ssize_t, p=double, q=double, y=double, value=double)
cdef void _filter_one(
    double[:, ::1] x, Py_ssize_t row, Py_ssize_t start, Py_ssize_t count, Py_ssize_t by, numbers_t numbers
) noexcept
cdef void _filter_three(
    double[:, ::1] x, Py_ssize_t row, Py_ssize_t start, Py_ssize_t count, Py_ssize_t by, numbers_t numbers
) noexcept
cdef void _continued(const double[:, :] x, Py_ssize_t row, Py_ssize_t pad, double[:, ::1] room, Py_ssize_t place) noexcept
cpdef smooth_rows(const double[:, :] x, Py_ssize_t pad, numbers_t numbers, double[:, ::1] room, double[:, ::1] out)

@cython.locals(u=double, v=double, w=double, k=Py_ssize_t)
cpdef mean_around(double[:, ::1] x, const double[:] weights, double keep, Py_ssize_t times, double[:, ::1] room)

@cython.locals(k=Py_ssize_t, two=double)
cpdef matrices_of(const double[:, :] quaternion, double[:, :, ::1] out)
@cython.locals(i=Py_ssize_t, k=Py_ssize_t)
cpdef turn_rows(const double[:, :, :] matrices, const double[:, :] x, double[:, ::1] out)

cpdef lever_terms(
    const double[:, :] turn, const double[:, :] accel, const double[:, :] force, double[:, :, ::1] model, double[:, ::1] terms
)

@cython.locals(i=Py_ssize_t, j=Py_ssize_t, k=Py_ssize_t, n=Py_ssize_t, u=double, v=double, w=double, size=double)
cpdef carried_terms(
    const double[:, :, :] model,
    const double[:] accel,
    const double[:] change,
    const double[:] axis,
    const double[:, :] up,
    const double[:] root,
    double[:, ::1] columns,
)

@cython.locals(
    begins=Py_ssize_t, many=Py_ssize_t, k=Py_ssize_t, kept=Py_ssize_t, filled=Py_ssize_t, hole=Py_ssize_t, j=Py_ssize_t,
    place=double, value=double, upper=double,
)
cpdef upper_quantiles(
    const double[:] x,
    const Py_ssize_t[:] first,
    const Py_ssize_t[:] stop,
    double share,
    double[::1] room,
    double[::1] out,
)

@cython.locals(ramp=double, above=double, k=Py_ssize_t)
cdef double _last_below(
    const double[::1] speed, Py_ssize_t first, Py_ssize_t by, double scale, Py_ssize_t last, double share
) noexcept
cdef double _power(double bend, numbers_t numbers) noexcept
@cython.locals(near=Py_ssize_t, far=double, sign=double)
cdef double _edge(
    const double[::1] angle, const double[::1] speed, Py_ssize_t first, Py_ssize_t last, Py_ssize_t by, double scale,
    numbers_t numbers,
) noexcept
@cython.locals(peak=double, k=Py_ssize_t)
cpdef tuple edge_indices(
    const double[::1] angle, const double[::1] speed, Py_ssize_t first, Py_ssize_t last, double sign, numbers_t numbers
)
