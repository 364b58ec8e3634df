from tests.browser.visits import Visit, visit


@visit("pages/welfare/policy/policy")
def the_allowance_of_the_old(_live):
    return Visit(query="?id=gaoling")
