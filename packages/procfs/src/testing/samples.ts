// Captured from Linux 6.1 (Debian 12, docker 20.10) unless said otherwise; for tests only.

/** A container's init under docker's defaults, lines between Threads and CapInh among them. */
export const dockerStatus = `Name:	sleep
Umask:	0022
State:	S (sleeping)
Tgid:	995
Ngid:	0
Pid:	995
PPid:	976
TracerPid:	0
Uid:	0	1	2	3
Gid:	4	5	6	7
FDSize:	64
Groups:	0 10 
NStgid:	995	1
NSpid:	995	1
NSpgid:	995	1
NSsid:	995	1
VmPeak:	    2260 kB
HugetlbPages:	       0 kB
CoreDumping:	0
THP_enabled:	1
Threads:	3
SigQ:	0/15622
SigPnd:	0000000000000000
ShdPnd:	0000000000000000
SigBlk:	0000000000000000
SigIgn:	0000000000000000
SigCgt:	0000000000000000
CapInh:	0000000000000000
CapPrm:	00000000a80425fb
CapEff:	00000000a80425f9
CapBnd:	000001ffffffffff
CapAmb:	0000000000000400
NoNewPrivs:	1
Seccomp:	2
Seccomp_filters:	14
Speculation_Store_Bypass:	not vulnerable
SpeculationIndirectBranch:	always enabled
Cpus_allowed:	3
Cpus_allowed_list:	0-1
voluntary_ctxt_switches:	18
nonvoluntary_ctxt_switches:	431
`;

export const sleepStat =
  '995 (sleep) S 976 995 995 0 -1 4194560 723 0 0 0 11 12 0 0 20 0 3 0 3872 2314240 1 18446744073709551615 4198400 5785993 140720408583648 0 0 0 0 0 0 1 0 0 17 0 0 0 0 0 0 6141704 6178576 899342336 140720408592253 140720408592266 140720408592266 140720408592365 0\n';

/** Linux 6.18 with cgroup v1 beside v2. */
export const hybridCgroup = `9:name=systemd:/
4:memory:/process_api/0fdd5c996fcb
2:cpu,cpuacct:/
0::/
`;

export const dockerLimits = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max file size             unlimited            unlimited            bytes     
Max data size             unlimited            unlimited            bytes     
Max stack size            8388608              unlimited            bytes     
Max core file size        0                    unlimited            bytes     
Max resident set          unlimited            unlimited            bytes     
Max processes             15622                15623                processes 
Max open files            100                  200                  files     
Max locked memory         8388608              8388608              bytes     
Max address space         unlimited            unlimited            bytes     
Max file locks            unlimited            unlimited            locks     
Max pending signals       15622                15622                signals   
Max msgqueue size         819200               819200               bytes     
Max nice priority         0                    0                    
Max realtime priority     0                    0                    
Max realtime timeout      unlimited            unlimited            us        
`;

export const nspawnMountinfo = `2782 3327 0:26 /machine.slice/machine-n\\134x2dnspawn.scope/payload /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:364 - cgroup2 cgroup rw
2360 2919 0:692 /.#proc-kmsg57325e23eefabe02//deleted /proc/kmsg ro,nosuid shared:183 master:12 - tmpfs tmpfs rw,size=801828k,nr_inodes=819200,mode=755,inode64
`;
