cimport cython
from libc.math cimport exp, log

ctypedef (double, double, double, double, double, double, double) weights_t
ctypedef (double, double, double, double, double, bint) swing_state_t

cdef double most_evidence(weights_t weights, double peak_dps, double push_mps2) noexcept
cdef double evidence_of(weights_t weights, double most, double way_deg, double swept_deg) noexcept
@cython.locals(calm_dps=double, calm_mps2=double, missing=double)
cdef (double, double) calm_until(weights_t weights, double most, double peak_dps, double push_mps2) noexcept

@cython.locals(
    angles=double[::1], speeds=double[::1], pushes=double[::1], ways=double[::1],
    low=double, high=double, way_deg=double, peak=double, push=double, hot=bint,
    a=double, speed=double, pushed=double, swept=double, most=double, call_deg=double, calm_dps=double, calm_mps2=double,
    lowest=Py_ssize_t, cell=Py_ssize_t, k=Py_ssize_t, stronger=bint, called=bint,
)
cpdef tuple climb(
    tuple signals,
    Py_ssize_t start,
    Py_ssize_t stop,
    double sign,
    swing_state_t state,
    (double, double) calm,
    weights_t weights,
    double until_slow,
    double reach,
)

@cython.locals(a=double, k=Py_ssize_t)
cpdef tuple lower(
    const double[::1] angles, Py_ssize_t start, Py_ssize_t stop, double sign, double high, double reach
)

@cython.locals(
    angles=double[::1], speeds=double[::1], pushes=double[::1], ways=double[::1],
    low=double, high=double, way_deg=double, peak=double, push=double, hot=bint,
    a=double, speed=double, pushed=double, most=double, call_deg=double, calm_dps=double, calm_mps2=double,
    lowest=Py_ssize_t, k=Py_ssize_t,
)
cpdef tuple first_sweep(
    tuple signals,
    Py_ssize_t start,
    Py_ssize_t stop,
    double sign,
    swing_state_t state,
    weights_t weights,
    double sweep_deg,
)
