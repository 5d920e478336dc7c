import os

_names = "slabinfo kpageflags kpagecount kpagecgroup vmallocinfo timer_list kcore kallsyms kmsg"
_names += " iomem ioports pagetypeinfo buddyinfo modules config.gz keys key-users cmdline locks"
_names += " interrupts softirqs diskstats partitions swaps crypto consoles sysrq-trigger mtrr"
for _name in _names.split():
    try:
        print("LEAK", _name, os.read(os.open(f"/proc/{_name}", os.O_RDONLY | os.O_NONBLOCK), 9))
    except OSError:
        pass
for _name in ("sys", "fs", "bus", "irq", "driver", "tty", "sysvipc", "acpi", "scsi", "pressure"):
    try:
        if os.listdir(f"/proc/{_name}"):
            print("LEAK", _name)
    except OSError:
        pass
print("tried")
