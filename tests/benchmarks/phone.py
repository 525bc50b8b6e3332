"""to be written"""
import sys, tempfile, statistics, time
from pathlib import Path
from tests.benchmarks.installation import guards, open_filled
from tests.benchmarks.phone_installation import install_phone_line
from tests.benchmarks.phone_calls import call_of
from tests.benchmarks.phone_load import one_after_another, as_people_press
from tests.benchmarks.phone_servers import *
from tests.benchmarks.series import Series
from shared.store.database import Store
from shared.store import ledger

def go(folder):
    quick, real = guards(400), guards(200, 6001)
    t=time.time()
    inst = install_phone_line(folder, quick, real)
    open_filled(inst).close()
    print("installed", time.time()-t)
    ready = folder/"bare.url"
    with phone_line(folder, inst.config_file) as ours, bare_application(folder, [sys.executable,"-m","tests.benchmarks.phone_bare",str(ready)], ready) as bare, on_core(cores()[1]), Store.open(inst.config.store.path) as store:
        from tests.benchmarks.tapper import _left
        from shared.store import presence
        from shared.clock import SystemClock
        from datetime import timedelta
        ratios=[]
        for r in range(5):
            left_at = SystemClock().now()-timedelta(hours=16)
            with store.writing():
                for g in quick: presence.put(store, str(g.number), _left(type("P",(),{"number":str(g.number)}), left_at))
            calls=[call_of(g) for g in quick]
            one_after_another(ours, [(c.pin,) for c in calls], 200)
            a=one_after_another(bare, [c.without_pin for c in calls], 200, must_fit=False)
            b=one_after_another(ours, [c.without_pin for c in calls], 200)
            ratios.append(b.each_s/a.each_s)
            print(f"bare {a.each_s:.0f}/s own {a.own_share:.2f} p50 {Series(a.ms).p50:.1f} p99 {Series(a.ms).p99:.1f}; ours {b.each_s:.0f}/s own {b.own_share:.2f} p50 {Series(b.ms).p50:.1f} p99 {Series(b.ms).p99:.1f} ratio {ratios[-1]:.3f}")
        print("median", statistics.median(ratios), ledger.count(store))
        if "people" in sys.argv:
            calls=[call_of(g) for g in real]
            for l in as_people_press(ours, [c.every_step for c in calls], 3.0):
                print("p50 %.2f p99 %.2f max %.2f" % (Series(l.ms).p50, Series(l.ms).p99, max(l.ms)), l.own_share)
if __name__=="__main__":
    with tempfile.TemporaryDirectory(dir=None) as f: go(Path(f))
