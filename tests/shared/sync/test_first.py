def test_a_day(post, sandbox):
    a = post.clock_in("2001", ago_s=20)
    post.sync()
    b = post.clock_out("2001", ago_s=3)
    post.sync()
    print(post.row(a)); print(post.row(b)); print(sandbox.sessions("2001")); print(post.learnt(), post.kinds())
    for r in sandbox.requests(): print(r)
