// SPDX-License-Identifier: Apache-2.0
//
// What the kernel programs and the monitor share: settings, recipes of system calls, the compiled pre-filter, counts. Read by C and C++:
// fixed-size fields, no pointers.
#pragma once

#include "model/event_wire.h"

// Names as C has them.
// NOLINTBEGIN(readability-identifier-naming)

// ---- how the record of a system call is made ----

// Where the value of one slot comes from. a, b, c are numbers of arguments unless said otherwise; BATTEN_RETURN stands for the call's
// result, BATTEN_NO_ARGUMENT for "there is none".
enum batten_source {
  BATTEN_FROM_NOTHING,  // the number 0
  BATTEN_FROM_NO_TEXT,  // BATTEN_ABSENT
  BATTEN_FROM_S32,      // argument a
  BATTEN_FROM_U32,      // b: of its lowest b bits; 0: of all
  BATTEN_FROM_U64,
  BATTEN_FROM_CONSTANT,  // the number a + 256 b
  BATTEN_FROM_U32_AT,    // where argument a points, b bytes further
  BATTEN_FROM_U64_AT,
  BATTEN_FROM_TEXT,    // where argument a points, up to a NUL
  BATTEN_FROM_BASE,    // directory that path argument b begins at: of descriptor a, or the current one; absent when b is absolute
  BATTEN_FROM_REAL,    // path of the file of descriptor a, as the kernel resolved it
  BATTEN_FROM_DEVICE,  // of the file of descriptor a
  BATTEN_FROM_INODE,
  BATTEN_FROM_SOCKET,      // of descriptor a; remote side also from the address argument b, or that of the message header c
  BATTEN_FROM_DATA,        // argument a points to it, argument b says how long; c: 1 when a points to a message header
  BATTEN_FROM_PID_OF,      // process that pidfd a stands for
  BATTEN_FROM_DIRECTORY,   // current directory, where the call succeeded
  BATTEN_FROM_CAPABILITY,  // a: 0 inheritable, 1 permitted, 2 effective, after the call
};
#define BATTEN_RETURN 14
#define BATTEN_NO_ARGUMENT 15

// Which symbolic links of a path the call follows, where no descriptor tells afterwards where it led.
enum batten_follows {
  BATTEN_FOLLOWS_TOLD,         // a descriptor tells
  BATTEN_FOLLOWS_DIRECTORIES,  // all but the last component
  BATTEN_FOLLOWS_ALL,
  // The last one too, by the flags in argument 4: unless AT_SYMLINK_NOFOLLOW, or only with AT_SYMLINK_FOLLOW.
  BATTEN_FOLLOWS_UNLESS_4,
  BATTEN_FOLLOWS_IF_4,
};

struct batten_slot_recipe {
  batten_u8 source, a, b, c;
};

#define BATTEN_RECIPE_SLOTS 12
struct batten_recipe {
  batten_u16 type;
  batten_u8 known;  // 0: no such system call here
  batten_u8 slots;
  // What the filter asks, before slots are filled. A source of BATTEN_FROM_NOTHING: not there.
  struct batten_slot_recipe flags, mode, number;
  batten_u8 file;  // numbers of arguments: descriptor of the file, paths and the directories they begin at; BATTEN_NO_ARGUMENT
  batten_u8 path, path2;
  batten_u8 directory, directory2;
  batten_u8 socket_slot;  // BATTEN_NO_SLOT
  batten_u8 moves;        // 1: may give files another place
  batten_u8 follows;      // batten_follows
  batten_u8 opened_slot;  // flags of an open, to which is added what the kernel knows of the file; BATTEN_NO_SLOT
  batten_u8 unused;
  struct batten_slot_recipe slot[BATTEN_RECIPE_SLOTS];
};
#define BATTEN_NO_SLOT 255
#define BATTEN_SYSTEM_CALLS 512
// Recipes of calls of 32-bit programs lie behind the others; those of what their socketcall(2) does, by its number, end the table.
#define BATTEN_NARROW_CALLS 480
#define BATTEN_NARROW_SOCKETCALL 102
#define BATTEN_SOCKET_CALLS 32
#define BATTEN_RECIPES 1024

// ---- settings, fixed before the programs are loaded ----

// Which hierarchy the id of a cgroup is taken from.
enum batten_cgroups { BATTEN_CGROUPS_V2, BATTEN_CGROUPS_MEMORY, BATTEN_CGROUPS_PIDS, BATTEN_CGROUPS_CPU, BATTEN_CGROUPS_DEVICES };

struct batten_settings {
  batten_u32 cpus;
  batten_u32 cgroups;      // batten_cgroups
  batten_u32 host_mounts;  // inode number of the host's mount namespace; 0: not known
  batten_u32 own_pid;      // the monitor's, whose events are not sent; 0: send them
  batten_u32 wake_bytes;   // so many in a buffer wake the reader in any case
  batten_u32 urgent_wake_bytes;
  batten_u32 call_clone, call_clone3, call_fork, call_vfork;  // numbers of system calls, ~0: none here
  batten_u32 rate_per_second;                                 // events of one container that are let through; 0: no limit
  batten_u32 rate_burst;
  batten_u32 can_cast;    // the kernel has bpf_rdonly_cast
  batten_u32 data_bytes;  // of what is sent and received: at most so many
};

// ---- state that both sides change, mapped into the monitor ----

struct batten_switches {
  batten_u32 filter;            // which of the two filters holds
  batten_u32 reader_waits;      // 1: the next event of any kind wakes the reader
  batten_u32 containers_known;  // every cgroup that is not in the map is the host's
  batten_u32 needs_environment;
  batten_u32 needs_data;
};

// What was remembered under another number is void. Apart from the switches, as it is read at each open and they are written often.
struct batten_generation {
  batten_u32 number;
};

// Which system calls are looked at, by number; what the program asks first of every call. 0: not looked at. BATTEN_CALL: by its recipe.
// Else the event type of an open, whose answers are remembered, plus BATTEN_CALL_OPENS.
// The lower byte is for calls of 64-bit programs, the upper one for the other meaning that 32-bit programs give the number.
#define BATTEN_CALL 1
#define BATTEN_CALL_OPENS 2
struct batten_calls {
  batten_u16 wanted[BATTEN_SYSTEM_CALLS];
};

// ---- counts, one per processor and event type ----

struct batten_counts {
  batten_u64 filtered;  // no rule can match it
  batten_u64 sent;
  batten_u64 dropped;  // the buffer was full
  batten_u64 limited;  // over the rate of its container
};

// ---- the pre-filter ----

#define BATTEN_CLAUSES 64
#define BATTEN_FILTER_ENTRIES 4096
#define BATTEN_FILTER_FLAGS 8

// Which kind of word an entry of the table stands for.
enum batten_word {
  BATTEN_WORD_NAME = 1,     // last component of a path
  BATTEN_WORD_COMPONENT,    // any component
  BATTEN_WORD_TOP,          // the first component
  BATTEN_WORD_TOP_PART,     // the first bytes of the first component
  BATTEN_WORD_SECOND,       // first and second
  BATTEN_WORD_SECOND_PART,  // first, and the first bytes of the second
  BATTEN_WORD_ENDING,       // last bytes of a path
  BATTEN_WORD_EXACT,        // first and last component
  BATTEN_WORD_COMM,
  BATTEN_WORD_PORT,
  BATTEN_WORD_FAMILY,
  BATTEN_WORD_NUMBER,
};

struct batten_filter_entry {
  batten_u64 hash;     // 0: free
  batten_u64 clauses;  // bit n: clause n holds
};

struct batten_filter_flags {
  batten_u64 bits;  // one of these set: the clauses hold
  batten_u64 clauses;
};

struct batten_type_filter {
  batten_u8 wanted;
  batten_u8 all;  // no clause to ask: each event is sent
  batten_u8 urgent;
  batten_u8 state;  // needed to know processes and containers: each event is sent
  batten_u8 ask_path, ask_prefix, ask_second, ask_component, ask_ending;
  batten_u8 ask_comm, ask_port, ask_family, ask_number, ask_where, ask_access, unused;
  batten_u32 group;        // types of equal clauses share their entries
  batten_u32 top_lengths;  // bit n: parts of n bytes are asked for
  batten_u32 second_lengths;
  batten_u32 ending_lengths;
  batten_u64 outcome[2];                                                 // clauses that a success, a failure can meet
  batten_u64 access[4];                                                  // by the lowest two bits of O_ flags
  batten_u64 executes;                                                   // that an open can meet only if it creates with an x bit
  batten_u64 where[2];                                                   // host, container
  batten_u64 prefix_clauses;                                             // that ask how a path begins
  batten_u64 component_clauses;                                          // that ask for a component
  batten_u64 no_path, no_comm, no_port, no_family, no_number, no_flags;  // that don't ask
  struct batten_filter_flags flags[BATTEN_FILTER_FLAGS];
};

#define BATTEN_FILTER_TYPES 128  // a power of two

struct batten_filter {
  struct batten_type_filter types[BATTEN_FILTER_TYPES];
  struct batten_filter_entry entries[BATTEN_FILTER_ENTRIES];
  batten_u64 number;  // of all filters there were
};

// A hash that both sides make of up to 32 bytes in four words, zeros behind them. Entries that collide let more through, never less.
#define BATTEN_HASH_FACTOR 0x9e3779b97f4a7c15ull

static inline __attribute__((always_inline)) batten_u64 batten_hash_begin(batten_u32 word, batten_u32 group) {
  return ((batten_u64)word << 32 | group) * BATTEN_HASH_FACTOR;
}
static inline __attribute__((always_inline)) batten_u64 batten_hash_add(batten_u64 hash, batten_u64 value) {
  hash = (hash ^ value) * BATTEN_HASH_FACTOR;
  return hash ^ hash >> 29;
}
static inline __attribute__((always_inline)) batten_u32 batten_hash_place(batten_u64 hash) {
  return (batten_u32)(hash >> 40) & (BATTEN_FILTER_ENTRIES - 1);
}
// How far from its place an entry may lie.
#define BATTEN_FILTER_REACH 4

// ---- opens that were turned away ----

#define BATTEN_VERDICTS 1024  // a power of two

// Addresses are the kernel's.
struct batten_verdict {
  batten_u64 kind;  // 0: nothing is remembered
  batten_u64 path;
  batten_u64 dentry;
  batten_u64 name;  // the kernel's hash and length of it: the entry's memory may have become another's
  batten_u64 mm, groups, root, root_mount;
  batten_u64 names;  // hash of the names of the thread and of the first of its process
};

struct batten_verdicts {
  struct batten_verdict all[BATTEN_VERDICTS];
  batten_u64 counts[BATTEN_FILTER_TYPES];  // opens that were turned away by these
};

// ---- clauses that paths of opens met ----

#define BATTEN_PATH_ANSWERS 512  // a power of two

// Addresses are the kernel's.
struct batten_path_answer {
  batten_u64 kind;  // generation, filter, group of types
  batten_u64 dentry, mount, name, root, root_mount;
  batten_u64 text;  // hash of the path as it was given; 0: nothing is remembered
  batten_u64 clauses;
};

struct batten_path_answers {
  struct batten_path_answer all[BATTEN_PATH_ANSWERS];
};

// ---- execs that are refused ----

struct batten_denial {
  batten_u32 any;      // 0: nobody is refused anything
  batten_u32 probe;    // whose every exec is refused, to see whether the kernel asks at all; 0: nobody's
  batten_u32 dry_run;  // 1: tells, and refuses nothing
  batten_u32 untold;   // there was no room to tell
};

#define BATTEN_DENIED_BYTES (1u << 18)  // of the buffer, a power of two
#define BATTEN_DENIED_PATH 4096

// An exec that was refused, or would have been.
struct batten_denied {
  batten_u64 cgroup;  // that is denied: the process's or one above it
  batten_u32 pid;     // thread group
  batten_u32 uid;     // effective
  char comm[BATTEN_COMM_SIZE];
  batten_u32 refused;
  batten_u32 length;  // of the path, 0: not known
  char path[BATTEN_DENIED_PATH];
};

// ---- containers ----

enum batten_place { BATTEN_PLACE_UNKNOWN, BATTEN_PLACE_HOST, BATTEN_PLACE_CONTAINER };

struct batten_bucket {
  batten_u64 time_ns;
  batten_u64 tokens;
};

#ifdef __cplusplus
static_assert(sizeof(batten_slot_recipe) == 4 && sizeof(batten_recipe) == 74 && sizeof(batten_counts) == 32);
static_assert(sizeof(batten_denied) == 40 + BATTEN_DENIED_PATH && sizeof(batten_denial) == 16);
static_assert(sizeof(batten_filter_entry) == 16 && sizeof(batten_switches) == 20 && BATTEN_EVENT_TYPES <= BATTEN_FILTER_TYPES);
#endif
// NOLINTEND(readability-identifier-naming)
