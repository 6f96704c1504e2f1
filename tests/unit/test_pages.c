/*
 * test_pages.c - reading a SQLite file without SQLite: the rows that SQLite reads, and no harm from
 * bytes that nobody wrote.
 */
#define _XOPEN_SOURCE 700

#include "db/pages.h"
#include "db/wal.h"
#include "support/campaign.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- a folder with a file ----------------------------------------------------------------------- */

typedef struct place {
    char folder[64];
    char path[96];
} place;

static int place_setup(void **state)
{
    place *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    (void)snprintf(p->folder, sizeof(p->folder), "/tmp/focus-pages-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    (void)snprintf(p->path, sizeof(p->path), "%s/a.db", p->folder);
    *state = p;
    return 0;
}

static void remove_files(const place *p)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char path[128];

    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        (void)snprintf(path, sizeof(path), "%s%s", p->path, endings[i]);
        (void)unlink(path);
    }
}

static int place_teardown(void **state)
{
    place *p = *state;

    remove_files(p);
    (void)rmdir(p->folder);
    free(p);
    return 0;
}

static sqlite3 *open_file(const place *p)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
    return db;
}

static void exec(sqlite3 *db, const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

/* --- a sum over rows, by SQLite and by us -------------------------------------------------------- */

/* Rows of tables of one column count; their sum does not depend on the order. */
typedef struct rows {
    int columns; /* those wanted */
    int64_t count;
    uint64_t sum;
} rows;

static uint64_t fold(uint64_t sum, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ ((const unsigned char *)bytes)[i]) * UINT64_C(1099511628211);
    return (sum ^ size) * UINT64_C(1099511628211);
}

static uint64_t fold_value(uint64_t sum, const focus__value *value)
{
    sum = fold(sum, &value->kind, sizeof(value->kind));
    sum = fold(sum, &value->number, sizeof(value->number));
    sum = fold(sum, &value->real, sizeof(value->real));
    return fold(sum, value->bytes, value->size);
}

static void add_row(rows *r, int64_t rowid, const focus__value *values, int count)
{
    uint64_t sum = fold(UINT64_C(14695981039346656037), &rowid, sizeof(rowid));

    for (int i = 0; i < count; i++)
        sum = fold_value(sum, &values[i]);
    r->count++;
    r->sum += sum;
}

static focus_status note_row(void *user, const focus__raw_row *row)
{
    rows *r = user;

    if (row->value_count == r->columns)
        add_row(r, row->rowid, row->values, row->value_count);
    return FOCUS_OK;
}

static focus__value column_of(sqlite3_stmt *stmt, int column)
{
    focus__value value = {.kind = FOCUS__VALUE_NULL};
    const int type = sqlite3_column_type(stmt, column);

    if (type == SQLITE_INTEGER) {
        value.kind = FOCUS__VALUE_INT;
        value.number = sqlite3_column_int64(stmt, column);
    } else if (type == SQLITE_FLOAT) {
        value.kind = FOCUS__VALUE_REAL;
        value.real = sqlite3_column_double(stmt, column);
    } else if (type != SQLITE_NULL) {
        value.kind = type == SQLITE_TEXT ? FOCUS__VALUE_TEXT : FOCUS__VALUE_BLOB;
        value.bytes = sqlite3_column_blob(stmt, column);
        value.size = (size_t)sqlite3_column_bytes(stmt, column);
    }
    return value;
}

/* `sql` gives the rowid and then the columns. */
static rows rows_by_sqlite(sqlite3 *db, const char *sql, int columns)
{
    rows r = {.columns = columns};
    focus__value values[FOCUS__VALUES_MAX];
    sqlite3_stmt *stmt = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_column_count(stmt), columns + 1);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++)
            values[i] = column_of(stmt, i + 1);
        add_row(&r, sqlite3_column_int64(stmt, 0), values, columns);
    }
    assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
    return r;
}

static rows rows_by_pages(const place *p, int columns, focus__pages_report *out)
{
    rows r = {.columns = columns};
    focus_error error = {0};
    const focus_status status = focus__pages_visit(p->path, NULL, note_row, &r, out, &error);

    if (status != FOCUS_OK)
        fail_msg("%s: %s", focus_status_name(status), error.message);
    return r;
}

static void assert_same_rows(const rows *a, const rows *b)
{
    assert_int_equal(a->count, b->count);
    assert_true(a->sum == b->sum);
}

/* --- what SQLite wrote is read ------------------------------------------------------------------- */

static void every_kind_of_value_is_read_as_it_was_written(void **state)
{
    const place *p = *state;
    sqlite3 *db = open_file(p);
    focus__pages_report report;
    rows expected;
    rows found;

    exec(db, "CREATE TABLE t (a, b, c)");
    exec(db, "INSERT INTO t VALUES (NULL, 0, 1), (-1, 127, -128), (128, -129, 32767),"
             " (32768, -32769, 8388607), (8388608, -8388609, 2147483647),"
             " (2147483648, -2147483649, 140737488355327),"
             " (140737488355328, -140737488355329, 9223372036854775807),"
             " (-9223372036854775807 - 1, 1.5, -0.0), ('', x'', 'text'), (x'00ff', 'a' || char(0), "
             "1e300)");
    exec(db, "INSERT INTO t (rowid, a) VALUES (-5, 'minus'), (9223372036854775807, 'most')");
    expected = rows_by_sqlite(db, "SELECT rowid, a, b, c FROM t", 3);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    found = rows_by_pages(p, 3, &report);
    assert_int_equal(found.count, 12);
    assert_same_rows(&expected, &found);
    assert_int_equal(report.unreadable_count, 0);
    assert_int_equal(report.read_count, 2);
}

/* Rows of many sizes, around each border of what a page can hold; some deleted, so that pages are
 * free; keys of an index that overflow. */
static void fill_sizes(sqlite3 *db, uint32_t page_size)
{
    char sql[512];

    (void)snprintf(sql, sizeof(sql),
                   "PRAGMA page_size = %u; CREATE TABLE t (a, b);"
                   "CREATE INDEX i ON t (b, a)",
                   (unsigned)page_size);
    exec(db, sql);
    (void)snprintf(
        sql, sizeof(sql),
        "WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
        " INSERT INTO t SELECT i, hex(randomblob(min(60000, %u + i * %u / 24 - 40 + i %% 7)))"
        " FROM n",
        (unsigned)page_size / 8, (unsigned)page_size);
    exec(db, sql);
    exec(db, "WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
             " INSERT INTO t SELECT i, 'short ' || i FROM n");
    exec(db, "DELETE FROM t WHERE a % 3 = 0 OR a BETWEEN 300 AND 600");
}

static void every_page_size_is_read(void **state)
{
    const place *p = *state;

    for (uint32_t size = FOCUS__PAGE_SIZE_MIN; size <= FOCUS__PAGE_SIZE_MAX; size *= 2) {
        sqlite3 *db = open_file(p);
        focus__pages_report report;
        rows expected;
        rows found;
        fill_sizes(db, size);
        expected = rows_by_sqlite(db, "SELECT rowid, a, b FROM t", 2);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        found = rows_by_pages(p, 2, &report);
        assert_int_equal(report.page_size, size);
        assert_int_equal(report.unreadable_count, 0);
        assert_same_rows(&expected, &found);
        remove_files(p);
    }
}

/* The page size, then, is told by the pages. */
static void a_file_without_its_header_is_read(void **state)
{
    const place *p = *state;

    for (uint32_t size = FOCUS__PAGE_SIZE_MIN; size <= FOCUS__PAGE_SIZE_MAX; size *= 2) {
        sqlite3 *db = open_file(p);
        focus__pages_report report;
        rows expected;
        rows found;
        unsigned char *bytes = NULL;
        size_t bytes_size = 0;
        fill_sizes(db, size);
        exec(db, "VACUUM"); /* which pages were free is not known any more either */
        expected = rows_by_sqlite(db, "SELECT rowid, a, b FROM t", 2);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        bytes = file_read(p->path, &bytes_size);
        memset(bytes, 0xa5, size);
        file_write(p->path, bytes, bytes_size);
        free(bytes);
        found = rows_by_pages(p, 2, &report);
        assert_int_equal(report.page_size, size);
        assert_int_equal(report.unreadable_count, 1);
        assert_same_rows(&expected, &found);
        remove_files(p);
    }
}

static void a_wrong_page_size_in_the_header_is_seen_through(void **state)
{
    const place *p = *state;
    sqlite3 *db = open_file(p);
    focus__pages_report report;
    rows expected;
    rows found;
    unsigned char *bytes = NULL;
    size_t size = 0;

    fill_sizes(db, 4096);
    expected = rows_by_sqlite(db, "SELECT rowid, a, b FROM t", 2);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    bytes = file_read(p->path, &size);
    for (unsigned wrong = 0x02; wrong <= 0x80; wrong *= 2) {
        bytes[16] = (unsigned char)wrong;
        file_write(p->path, bytes, size);
        found = rows_by_pages(p, 2, &report);
        assert_int_equal(report.page_size, 4096);
        assert_same_rows(&expected, &found);
    }
    free(bytes);
}

static void put_32(unsigned char *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(value >> (24 - 8 * i));
}

static bool trunk_names(const unsigned char *trunk, uint32_t page)
{
    for (uint32_t i = 0; i < focus__get_32(trunk + 4); i++)
        if (focus__get_32(trunk + 8 + 4 * (size_t)i) == page)
            return true;
    return false;
}

/* The list of free pages may lie: what a tree points to is in use. */
static void a_page_in_use_is_read_though_the_free_list_names_it(void **state)
{
    const place *p = *state;
    sqlite3 *db = open_file(p);
    focus__pages_report report;
    rows expected;
    rows found;
    unsigned char *bytes = NULL;
    unsigned char *trunk = NULL;
    size_t size = 0;
    uint32_t page = 2;

    fill_sizes(db, 4096);
    expected = rows_by_sqlite(db, "SELECT rowid, a, b FROM t", 2);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    bytes = file_read(p->path, &size);
    trunk = bytes + (size_t)4096 * (focus__get_32(bytes + 32) - 1);
    assert_true(focus__get_32(trunk + 4) > 1);
    while (bytes[(size_t)4096 * (page - 1)] != FOCUS__PAGE_LEAF_TABLE || trunk_names(trunk, page))
        page++;
    memset(bytes + (size_t)4096 * (focus__get_32(trunk + 8) - 1), 0, 4096); /* a free one no more */
    put_32(trunk + 8, page);
    file_write(p->path, bytes, size);
    free(bytes);
    found = rows_by_pages(p, 2, &report);
    assert_same_rows(&expected, &found);
}

/* --- the write-ahead log ------------------------------------------------------------------------- */

/* A file and a log of three commits, left as a crash leaves them; free both. */
typedef struct crashed {
    unsigned char *main;
    unsigned char *log;
    size_t main_size;
    size_t log_size;
    rows after[4]; /* what there was after each commit */
    size_t size_after[4];
} crashed;

static void log_path(const place *p, char out[128])
{
    (void)snprintf(out, 128, "%s-wal", p->path);
}

static void put(const place *p, const crashed *c, size_t log_size)
{
    char path[128];

    log_path(p, path);
    remove_files(p);
    file_write(p->path, c->main, c->main_size);
    file_write(path, c->log, log_size);
}

static crashed crash(const place *p)
{
    static const char *const commits[] = {
        "INSERT INTO t SELECT a + 1000, b FROM t WHERE a < 200",
        "UPDATE t SET b = b || '!' WHERE a % 2 = 0",
        "DELETE FROM t WHERE a > 1100",
    };
    sqlite3 *db = open_file(p);
    crashed c = {0};
    char path[128];

    log_path(p, path);
    exec(db, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
    fill_sizes(db, 4096);
    exec(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    c.after[0] = rows_by_sqlite(db, "SELECT rowid, a, b FROM t", 2);
    for (size_t i = 0; i < COUNT_OF(commits); i++) {
        exec(db, commits[i]);
        c.after[i + 1] = rows_by_sqlite(db, "SELECT rowid, a, b FROM t", 2);
        free(file_read(path, &c.size_after[i + 1]));
    }
    c.main = file_read(p->path, &c.main_size);
    c.log = file_read(path, &c.log_size);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    put(p, &c, c.log_size);
    return c;
}

static void free_crashed(crashed *c)
{
    free(c->main);
    free(c->log);
}

static void the_log_lies_over_the_file(void **state)
{
    const place *p = *state;
    crashed c = crash(*state);
    focus__pages_report report;
    rows found = rows_by_pages(p, 2, &report);

    assert_same_rows(&c.after[3], &found);
    assert_int_equal(report.unreadable_count, 0);
    free_crashed(&c);
}

static void what_was_not_committed_is_not_read(void **state)
{
    const place *p = *state;
    crashed c = crash(*state);
    focus__pages_report report;
    rows found;

    for (size_t i = 1; i < COUNT_OF(c.after); i++) {
        put(p, &c, c.size_after[i] - 1); /* the commit is in the last frame */
        found = rows_by_pages(p, 2, &report);
        assert_same_rows(&c.after[i - 1], &found);
        put(p, &c, c.size_after[i]);
        found = rows_by_pages(p, 2, &report);
        assert_same_rows(&c.after[i], &found);
    }
    free_crashed(&c);
}

/* Frames of an older round lie behind those of the present one. */
static void frames_of_an_older_round_are_not_read(void **state)
{
    const place *p = *state;
    sqlite3 *db = open_file(p);
    crashed c = {0};
    char path[128];
    rows expected;
    rows found;
    focus__pages_report report;

    log_path(p, path);
    exec(db, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
    fill_sizes(db, 1024);
    exec(db, "PRAGMA wal_checkpoint(RESTART)");
    exec(db, "DELETE FROM t WHERE a % 5 = 1");
    expected = rows_by_sqlite(db, "SELECT rowid, a, b FROM t", 2);
    c.main = file_read(p->path, &c.main_size);
    c.log = file_read(path, &c.log_size);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    put(p, &c, c.log_size);
    found = rows_by_pages(p, 2, &report);
    assert_same_rows(&expected, &found);
    free_crashed(&c);
}

/* One frame is lost, not all behind it: what the last commits wrote elsewhere is there. */
static void frames_behind_a_damaged_one_are_read(void **state)
{
    enum { FRAME = FOCUS__WAL_FRAME_HEADER_SIZE + 4096 };
    const place *p = *state;
    crashed c = crash(*state);
    size_t last_frames = (c.size_after[3] - c.size_after[2]) / FRAME;
    focus__pages_report report;
    rows found;

    assert_true(last_frames >= 2);
    c.log[FOCUS__WAL_HEADER_SIZE + FRAME / 2] ^= 1; /* in the first frame of all */
    put(p, &c, c.log_size);
    found = rows_by_pages(p, 2, &report);
    assert_true(found.count >= c.after[3].count - 100);
    assert_true(found.count < c.after[2].count);
    free_crashed(&c);
}

/* The last commit with a bit turned in each of its frames: the one before it counts. */
static void damaged_frames_are_not_read(void **state)
{
    enum { FRAME = FOCUS__WAL_FRAME_HEADER_SIZE + 4096 };
    const place *p = *state;
    crashed c = crash(*state);
    focus__pages_report report;
    rows found;

    for (size_t at = c.size_after[2]; at + FRAME <= c.log_size; at += FRAME)
        c.log[at + FRAME - 1] ^= 1;
    put(p, &c, c.log_size);
    found = rows_by_pages(p, 2, &report);
    assert_same_rows(&c.after[2], &found);
    free_crashed(&c);
}

static void a_log_without_its_header_is_read(void **state)
{
    const place *p = *state;
    crashed c = crash(*state);
    focus__pages_report report;
    rows found;

    memset(c.log, 0xff, 24); /* all but the sum that the first frame goes on from */
    put(p, &c, c.log_size);
    found = rows_by_pages(p, 2, &report);
    assert_same_rows(&c.after[3], &found);
    free_crashed(&c);
}

/* What a machine with its bytes the other way round writes. */
static void sum_big_endian(uint32_t sum[2], const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i += 8) {
        sum[0] += focus__get_32(bytes + i) + sum[1];
        sum[1] += focus__get_32(bytes + i + 4) + sum[0];
    }
}

static void turn_big_endian(crashed *c)
{
    enum { FRAME = FOCUS__WAL_FRAME_HEADER_SIZE + 4096 };
    uint32_t sum[2] = {0, 0};

    put_32(c->log, UINT32_C(0x377f0683));
    sum_big_endian(sum, c->log, 24);
    put_32(c->log + 24, sum[0]);
    put_32(c->log + 28, sum[1]);
    for (size_t at = FOCUS__WAL_HEADER_SIZE; at + FRAME <= c->log_size; at += FRAME) {
        sum_big_endian(sum, c->log + at, 8);
        sum_big_endian(sum, c->log + at + FOCUS__WAL_FRAME_HEADER_SIZE, 4096);
        put_32(c->log + at + 16, sum[0]);
        put_32(c->log + at + 20, sum[1]);
    }
}

static void a_log_of_another_machine_is_read(void **state)
{
    const place *p = *state;
    crashed c = crash(*state);
    focus__pages_report report;
    rows found;

    turn_big_endian(&c);
    for (int headless = 0; headless < 2; headless++) {
        if (headless)
            memset(c.log, 0xff, 24);
        put(p, &c, c.log_size);
        found = rows_by_pages(p, 2, &report);
        assert_same_rows(&c.after[3], &found);
    }
    free_crashed(&c);
}

/* --- hostile bytes ------------------------------------------------------------------------------- */

static focus_status count_rows(void *user, const focus__raw_row *row)
{
    assert_in_range(row->value_count, 1, FOCUS__VALUES_MAX);
    for (int i = 0; i < row->value_count; i++) {
        const focus__value *value = &row->values[i];
        if (value->size > 0) /* both ends can be read */
            *(int64_t *)user += value->bytes[0] == value->bytes[value->size - 1];
    }
    ++*(int64_t *)user;
    return FOCUS_OK;
}

static void visit_whatever(const place *p)
{
    focus__pages_report report;
    focus_error error = {0};
    int64_t count = 0;
    const focus_status status =
        focus__pages_visit(p->path, NULL, count_rows, &count, &report, &error);

    assert_int_equal(status, FOCUS_OK);
    assert_true(report.read_count >= 0 && report.unreadable_count >= 0);
}

static void damage_bytes(chance *dice, unsigned char *bytes, size_t size)
{
    for (uint64_t i = 1 + chance_below(dice, 24); i > 0; i--) {
        const size_t at = (size_t)chance_below(dice, size);
        const size_t most = size - at < 64 ? size - at : 64;
        const size_t length = 1 + (size_t)chance_below(dice, most);
        for (size_t j = 0; j < length; j++)
            bytes[at + j] = chance_one_in(dice, 4) ? 0xff : (unsigned char)chance_next(dice);
    }
}

static void damage_of_any_kind_is_survived(void **state)
{
    const place *p = *state;
    crashed c = crash(*state);
    chance dice = chance_of(1);

    for (int round = 0; round < 300; round++) {
        crashed damaged = c;
        damaged.main = malloc(c.main_size);
        damaged.log = malloc(c.log_size);
        memcpy(damaged.main, c.main, c.main_size);
        memcpy(damaged.log, c.log, c.log_size);
        damage_bytes(&dice, damaged.main, c.main_size);
        if (chance_one_in(&dice, 2))
            damage_bytes(&dice, damaged.main, 512);
        if (chance_one_in(&dice, 2))
            damage_bytes(&dice, damaged.log, c.log_size);
        damaged.main_size = c.main_size - (size_t)chance_below(&dice, c.main_size / 2);
        put(p, &damaged, c.log_size - (size_t)chance_below(&dice, c.log_size / 2));
        visit_whatever(p);
        free_crashed(&damaged);
    }
    free_crashed(&c);
}

static void random_bytes_are_survived(void **state)
{
    static const unsigned char types[] = {0x02, 0x05, 0x0a, 0x0d};
    const place *p = *state;
    chance dice = chance_of(2);

    for (int round = 0; round < 200; round++) {
        const size_t size = (size_t)chance_below(&dice, 40000);
        unsigned char *bytes = calloc(1, size + 1);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)chance_next(&dice);
        for (size_t at = 0; at + 512 < size; at += 512) { /* pages of trees, by their first byte */
            bytes[at] = types[chance_below(&dice, COUNT_OF(types))];
            bytes[at + 3] &= 0x01;
        }
        file_write(p->path, bytes, size);
        visit_whatever(p);
        free(bytes);
    }
}

/* A page full of cells that all say they are large and go on at the same page. */
static void many_rows_that_share_an_overflow_end_soon(void **state)
{
    enum { PAGE = 65536, PAGES = 64, CELLS = 5000 };
    const place *p = *state;
    unsigned char *bytes = calloc(PAGES, PAGE);

    for (size_t n = 0; n < PAGES; n++) {
        unsigned char *page = bytes + n * PAGE + (n == 0 ? 100 : 0);
        page[0] = 0x0d;
        page[3] = CELLS >> 8;
        page[4] = CELLS & 0xff;
        for (size_t i = 0; i < CELLS; i++) {
            page[8 + 2 * i] = 0xf0;
            page[9 + 2 * i] = 0x00;
        }
        bytes[n * PAGE + 0xf000] = 0x8f; /* 258,048 bytes, most of them elsewhere */
        bytes[n * PAGE + 0xf001] = 0xe0;
        bytes[n * PAGE + 0xf002] = 0x00;
        bytes[n * PAGE + 0xf003] = 0x01;
    }
    file_write(p->path, bytes, (size_t)PAGES * PAGE);
    visit_whatever(p);
    free(bytes);
}

/* A payload of which most is elsewhere, but nowhere: the rest must not be looked for on the page. */
static void a_payload_that_ends_nowhere_is_no_cell(void **state)
{
    static const unsigned char types[] = {FOCUS__PAGE_LEAF_TABLE, FOCUS__PAGE_LEAF_INDEX};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(types); i++)
        for (unsigned char overflow = 0; overflow < 2; overflow++) {
            unsigned char bytes[512] = {types[i], 0, 0, 0, 1, 0, 10, 0, 0, 10};
            focus__tree_page page;
            focus__cell cell;
            bytes[10] = 0x87; /* 1000 bytes; of these 39 are here */
            bytes[11] = 0x68;
            bytes[12] = 0x01; /* the rowid, or the first of them */
            bytes[(types[i] & 1) != 0 ? 13 + 39 + 3 : 12 + 39 + 3] = overflow;
            assert_true(focus__tree_page_read(bytes, sizeof(bytes), 2, &page));
            assert_int_equal(focus__cell_read(&page, 10, &cell), overflow != 0);
        }
}

static void pages_that_point_in_a_circle_end(void **state)
{
    const place *p = *state;
    sqlite3 *db = open_file(p);
    unsigned char *bytes = NULL;
    size_t size = 0;

    fill_sizes(db, 512);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    bytes = file_read(p->path, &size);
    for (uint32_t page = 2; page <= size / 512; page++) {
        unsigned char *at = bytes + (size_t)(page - 1) * 512;
        if (at[0] == 0) { /* overflow, or the list of free pages: the next one is itself */
            at[2] = (unsigned char)(page >> 8);
            at[3] = (unsigned char)page;
        }
    }
    file_write(p->path, bytes, size);
    visit_whatever(p);
    free(bytes);
}

static void small_files_are_survived(void **state)
{
    const place *p = *state;
    unsigned char bytes[600] = "SQLite format 3";

    for (size_t size = 0; size < sizeof(bytes); size += 7) {
        file_write(p->path, bytes, size);
        visit_whatever(p);
    }
}

/* A socket can be opened by nobody, root included. */
static void a_log_that_cannot_be_opened_is_none(void **state)
{
    const place *p = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int number = socket(AF_UNIX, SOCK_STREAM, 0);
    focus__pages_report report;
    focus_error error = {0};
    int64_t count = 0;
    sqlite3 *db = open_file(p);

    exec(db, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s-wal", p->path);
    assert_int_equal(bind(number, (const struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(focus__pages_visit(p->path, NULL, count_rows, &count, &report, &error),
                     FOCUS_OK);
    assert_true(count >= 2);
    assert_int_equal(report.unreadable_count, 0);
    (void)close(number);
}

static void without_a_file_nothing_is_found(void **state)
{
    const place *p = *state;
    focus__pages_report report;
    focus_error error = {0};
    int64_t count = 0;

    assert_int_equal(focus__pages_visit(p->path, NULL, count_rows, &count, &report, &error),
                     FOCUS_E_NOT_FOUND);
    assert_non_null(strstr(error.message, p->path));
    assert_int_equal(focus__pages_visit(p->folder, NULL, count_rows, &count, &report, &error),
                     FOCUS_E_NOT_OURS);
    assert_int_equal(
        focus__pages_visit(p->path, "no such vfs", count_rows, &count, &report, &error),
        FOCUS_E_NOT_FOUND);
}

static focus_status refuse(void *user, const focus__raw_row *row)
{
    (void)row;
    ++*(int *)user;
    return FOCUS_E_STATE;
}

static void a_visitor_can_end_the_reading(void **state)
{
    const place *p = *state;
    sqlite3 *db = open_file(p);
    focus__pages_report report;
    int calls = 0;

    fill_sizes(db, 4096);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(focus__pages_visit(p->path, NULL, refuse, &calls, &report, NULL),
                     FOCUS_E_STATE);
    assert_int_equal(calls, 1);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
    const struct CMUnitTest tests[] = {
        CASE(every_kind_of_value_is_read_as_it_was_written),
        CASE(every_page_size_is_read),
        CASE(a_file_without_its_header_is_read),
        CASE(a_wrong_page_size_in_the_header_is_seen_through),
        CASE(a_page_in_use_is_read_though_the_free_list_names_it),
        CASE(the_log_lies_over_the_file),
        CASE(what_was_not_committed_is_not_read),
        CASE(frames_of_an_older_round_are_not_read),
        CASE(frames_behind_a_damaged_one_are_read),
        CASE(damaged_frames_are_not_read),
        CASE(a_log_without_its_header_is_read),
        CASE(a_log_of_another_machine_is_read),
        CASE(damage_of_any_kind_is_survived),
        CASE(random_bytes_are_survived),
        CASE(many_rows_that_share_an_overflow_end_soon),
        CASE(a_payload_that_ends_nowhere_is_no_cell),
        CASE(pages_that_point_in_a_circle_end),
        CASE(small_files_are_survived),
        CASE(without_a_file_nothing_is_found),
        CASE(a_log_that_cannot_be_opened_is_none),
        CASE(a_visitor_can_end_the_reading),
    };
#undef CASE

    return cmocka_run_group_tests(tests, NULL, NULL);
}
