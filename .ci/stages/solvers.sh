# Solvers that prove, and many communities on a cluster of Dask.
environment solvers requirements/solvers.txt . plugins/volsched-highs plugins/volsched-cpsat
"$PARTS/solvers/bin/python" -m pytest -q plugins/volsched-highs plugins/volsched-cpsat tests/examples/test_many_communities.py \
    tests/rostering/shift_rows/test_nrp_benchmark.py
