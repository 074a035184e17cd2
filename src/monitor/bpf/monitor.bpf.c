// SPDX-License-Identifier: Apache-2.0
//
// The kernel programs of the monitor, one object. The license string names what the kernel asks for before it lends its functions to
// programs; the sources stay under the license above.
#include "monitor/bpf/network.h"
#include "monitor/bpf/other.h"
#include "monitor/bpf/process.h"
#include "monitor/bpf/system_call.h"

char license_text[] SEC("license") = "Dual BSD/GPL";
