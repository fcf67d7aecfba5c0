cimport cython
from libc.math cimport sqrt

ctypedef (double, double, double, double, double, double) elements_t
ctypedef (double, double, double, double, double) coefficients_t
ctypedef (double, double, double, double, double, double, double, double, double, double, double, double) constants_t


@cython.locals(limit=double, x=double, y=double, z=double, x0=double, y0=double, z0=double)
cpdef bint steps_are_small(const double[:, ::1] values, const double[::1] last, double mps2, double radps)

@cython.locals(
    means=double[:, ::1], ready=double[::1], gap=char[::1],
    channels=Py_ssize_t, m=Py_ssize_t, cell=Py_ssize_t, k=Py_ssize_t, c=Py_ssize_t,
)
cpdef bint cells_of_samples(
    const double[::1] time,
    const double[:, ::1] values,
    const double[::1] known,
    double before_s,
    double[::1] before,
    double[::1] integral,
    double[::1] at_edge,
    bint in_gap,
    const double[::1] edges,
    double step_s,
    double gap_s,
    tuple out,
)

cpdef in_frame(const double[:, ::1] values, const double[:, ::1] axes, double[:, ::1] out)

cpdef products_of_rows(const double[:, :] x, const double[:, :] y, double[::1] out)

@cython.locals(total=double)
cpdef add_up(const double[:] x, double[::1] out)

cpdef middles_of_cells(
    const double[:, ::1] quaternion, const double[:, ::1] gyr, const double[:, ::1] bias, double step_s, double[:, ::1] out
)

@cython.locals(squares=double, mean=double)
cpdef bint mean_stays_below(const double[:, ::1] turn, double[::1] state, double share, double limit)

cdef elements_t _squared_once(elements_t m) noexcept
cdef void _main_direction(elements_t m, double[::1] axis) noexcept
cdef void _moments_of_tick(double[:, ::1] turns, const double[::1] roots, double[:, ::1] sums) noexcept
cdef void _turn_axis(
    double[:, ::1] since, const double[::1] roots, double[::1] moments, double share, double[::1] axis,
    double[::1] mean, double[:, ::1] sums,
) noexcept
cdef void _low_pass(double[::1] values, double[::1] low_0, double[::1] low_1, coefficients_t coefficients) noexcept
@cython.locals(both=double[::1], sums=double[:, ::1], turned=double, mean=double, read=double, size=double)
cpdef Py_ssize_t signals_of_cells(
    const double[:, ::1] acc,
    const double[:, ::1] up,
    const double[:, ::1] turn,
    const double[::1] last_up,
    const double[::1] filled,
    const double[::1] roots,
    double[:, ::1] since,
    Py_ssize_t waits,
    double way_deg,
    double[::1] gravity,
    double[:, ::1] low,
    double[::1] moments,
    double[::1] axis,
    tuple room,
    constants_t constants,
    double[:, ::1] out,
)
