/* A small agency, simulated by a program that can do nothing else: a yardstick for the benchmarks.

   Cases arrive at random and need exponential work. A worker with n cases works each of them at
   the rate min(1, ROOM / n). New cases go to whoever has fewest; whoever leaves hands every case
   to whoever has fewest then, and the position stands empty until it is refilled.

     small_agency SEED REPLICATIONS

   prints one line for each replication, named in the first line. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORKERS = 400, OPENING = 6000, MONTHS = 60, ROOM = 15 };

static const double CASES_PER_MONTH = 560.0;
static const double WORK_MONTHS = 10.0;
static const double STAY_MONTHS = 60.0; /* .2 leave in a year */
static const double VACANCY_MONTHS = 3.0;

typedef struct {
    double target; /* of the worker's clock, at which the work is done */
    double opened;
} Case;

typedef struct {
    Case *cases; /* a heap: the case that is done first stands first */
    int room;
    double clock, clock_at, speed; /* months of full work that each of the cases has had */
    double change_at;              /* leaves, or the position is refilled */
} Worker;

static Worker workers[WORKERS];
static int count[WORKERS]; /* cases; apart from the rest, because it is searched so often */
static char on_duty[WORKERS];
static double due[WORKERS]; /* each worker's next event */
static int heap[WORKERS], place[WORKERS];

static double stays, open_at_month_ends, on_duty_at_month_ends;
static long events, closed, departures;

/* --- chance -------------------------------------------------------------------------------- */

static uint64_t chance;

static double exponential(double mean) { /* SplitMix64 (Steele, Lea & Flood 2014) */
    uint64_t z = (chance += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return -mean * log(((z >> 11) + 0.5) * 0x1p-53);
}

/* --- the calendar: a heap of workers by the time of their next event ------------------------- */

static void put(int w, int at) {
    heap[at] = w;
    place[w] = at;
}

static void reschedule(int w, double time) {
    int at = place[w];
    due[w] = time;
    for (; at > 0 && due[heap[(at - 1) / 2]] > time; at = (at - 1) / 2) put(heap[(at - 1) / 2], at);
    for (;;) {
        int child = 2 * at + 1;
        if (child + 1 < WORKERS && due[heap[child + 1]] < due[heap[child]]) child++;
        if (child >= WORKERS || due[heap[child]] >= time) break;
        put(heap[child], at);
        at = child;
    }
    put(w, at);
}

/* --- a worker's cases ------------------------------------------------------------------------ */

static void push(int w, Case added) {
    Worker *worker = &workers[w];
    if (count[w] == worker->room) {
        worker->room = worker->room ? 2 * worker->room : 32;
        worker->cases = realloc(worker->cases, worker->room * sizeof(Case));
        if (!worker->cases) abort();
    }
    int at = count[w]++;
    for (; at > 0 && worker->cases[(at - 1) / 2].target > added.target; at = (at - 1) / 2)
        worker->cases[at] = worker->cases[(at - 1) / 2];
    worker->cases[at] = added;
}

static Case pop(int w) {
    Case *cases = workers[w].cases, first = cases[0], last = cases[--count[w]];
    int at = 0;
    for (;;) {
        int child = 2 * at + 1;
        if (child + 1 < count[w] && cases[child + 1].target < cases[child].target) child++;
        if (child >= count[w] || cases[child].target >= last.target) break;
        cases[at] = cases[child];
        at = child;
    }
    cases[at] = last;
    return first;
}

static void advance(int w, double now) {
    workers[w].clock += workers[w].speed * (now - workers[w].clock_at);
    workers[w].clock_at = now;
}

static void settle(int w) { /* after a change: the speed, and what happens next */
    Worker *worker = &workers[w];
    double next = worker->change_at;
    worker->speed = count[w] > ROOM ? (double)ROOM / count[w] : 1.0;
    if (count[w] > 0) {
        double ahead = (worker->cases[0].target - worker->clock) / worker->speed;
        if (worker->clock_at + ahead < next) next = worker->clock_at + ahead;
    }
    reschedule(w, next);
}

static void give(double work, double opened, double now) { /* to whoever has fewest cases */
    int w = -1, fewest = 1 << 30;
    for (int other = 0; other < WORKERS; other++)
        if (on_duty[other] && count[other] < fewest) fewest = count[w = other];
    if (w < 0) abort();
    advance(w, now);
    push(w, (Case){workers[w].clock + work, opened});
    settle(w);
}

/* --- events ---------------------------------------------------------------------------------- */

static void finish(int w, double now) {
    advance(w, now);
    stays += now - pop(w).opened;
    closed++;
    settle(w);
}

static void leave(int w, double now) {
    Worker *worker = &workers[w];
    advance(w, now);
    on_duty[w] = 0;
    worker->change_at = now + exponential(VACANCY_MONTHS);
    int handed = count[w];
    count[w] = 0;
    for (int c = 0; c < handed; c++)
        give(worker->cases[c].target - worker->clock, worker->cases[c].opened, now);
    settle(w);
    departures++;
}

static void arrive(int w, double now) {
    on_duty[w] = 1;
    workers[w].change_at = now + exponential(STAY_MONTHS);
    workers[w].clock_at = now;
    settle(w);
}

static void end_month(void) {
    for (int w = 0; w < WORKERS; w++) {
        open_at_month_ends += (double)count[w] / MONTHS;
        on_duty_at_month_ends += (double)on_duty[w] / MONTHS;
    }
}

static void begin(void) {
    stays = open_at_month_ends = on_duty_at_month_ends = 0.0;
    events = closed = departures = 0;
    for (int w = 0; w < WORKERS; w++) {
        Worker *worker = &workers[w];
        count[w] = 0;
        worker->clock = worker->clock_at = 0.0;
        due[w] = INFINITY;
        put(w, w);
    }
    for (int w = 0; w < WORKERS; w++) arrive(w, 0.0);
    for (int c = 0; c < OPENING; c++) give(exponential(WORK_MONTHS), 0.0, 0.0);
}

static void simulate(void) {
    double referral = exponential(1.0 / CASES_PER_MONTH), month_end = 1.0;
    begin();
    while (month_end <= MONTHS) {
        int w = heap[0];
        double now = due[w];
        events++;
        if (month_end <= now && month_end <= referral) {
            end_month();
            month_end += 1.0;
        } else if (referral < now) {
            give(exponential(WORK_MONTHS), referral, referral);
            referral += exponential(1.0 / CASES_PER_MONTH);
        } else if (!on_duty[w]) {
            arrive(w, now);
        } else if (now == workers[w].change_at) {
            leave(w, now);
        } else {
            finish(w, now);
        }
    }
}

int main(int given, char **words) {
    if (given != 3) {
        fprintf(stderr, "usage: small_agency SEED REPLICATIONS\n");
        return 2;
    }
    printf("open_cases,workers_on_duty,closed,departures,stay_months,events,cpu_seconds\n");
    chance = strtoull(words[1], NULL, 10) * 0xd1342543de82ef95u;
    for (int replication = 0; replication < atoi(words[2]); replication++) {
        clock_t started = clock();
        simulate();
        printf("%.10g,%.10g,%ld,%ld,%.10g,%ld,%.9f\n", open_at_month_ends, on_duty_at_month_ends,
               closed, departures, stays / closed, events,
               (double)(clock() - started) / CLOCKS_PER_SEC);
    }
    return 0;
}
