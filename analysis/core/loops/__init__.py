"""Loops over numbers, of which the same lines run as Python and, where they were compiled, as machine code.

Everything here is plain: functions of numbers, arrays and tuples of them, that call each other and `math`. `machine.pyx`
includes the files, and `machine.pxd` says of which kind their numbers are; pip compiles that where it finds a compiler.
Where there are arrays that do the same, they are the reference, and loops do the same sums in the same order: not a bit
of a result depends on it, which tests/core/test_compiled.py holds.
"""
