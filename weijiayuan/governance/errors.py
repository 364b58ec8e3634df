from weijiayuan.kernel.errors import Busy


class StreamFull(Busy):
    """Every stream of this process is taken; asking now and then works as well."""

    code = "governance.stream_full"
