// ncurses (wide), with its globals and macros behind inline functions: Swift 6 rejects mutable C globals.
#ifndef SLUICE_CNCURSES_SHIM_H
#define SLUICE_CNCURSES_SHIM_H
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <term.h>
#include <wchar.h>

extern int wcwidth(wchar_t character);

static inline WINDOW *sluice_stdscr(void) { return stdscr; }
static inline WINDOW *sluice_curscr(void) { return curscr; }
static inline int sluice_lines(void) { return LINES; }
static inline int sluice_columns(void) { return COLS; }
static inline int sluice_colors(void) { return COLORS; }
static inline int sluice_color_pairs(void) { return COLOR_PAIRS; }

// Attributes as this library encodes them.
static inline attr_t sluice_attributes(int bold, int underline, int reverse, int dim) {
  return (bold ? A_BOLD : 0) | (underline ? A_UNDERLINE : 0) | (reverse ? A_REVERSE : 0) | (dim ? A_DIM : 0);
}

// Puts one cell: a spacing character with its combining marks. `pair` may exceed a short.
static inline int sluice_put(WINDOW *window, int y, int x, const wchar_t *text, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, text, attributes, (short)0, &pair) == ERR) return ERR;
  return mvwadd_wch(window, y, x, &cell);
}

// Takes a cell out of a row of a window, and puts a blank in: what is to the right moves.
static inline int sluice_delete(WINDOW *window, int y, int x) { return mvwdelch(window, y, x); }
static inline int sluice_insert(WINDOW *window, int y, int x, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, L" ", attributes, (short)0, &pair) == ERR) return ERR;
  return mvwins_wch(window, y, x, &cell);
}

// The ink of the cells that a window fills with blanks by itself; nothing that is there changes.
static inline void sluice_background(WINDOW *window, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, L" ", attributes, (short)0, &pair) != ERR) wbkgrndset(window, &cell);
}

// Scrolls some rows of a window; up when positive.
static inline void sluice_scroll(WINDOW *window, int top, int bottom, int rows) {
  scrollok(window, TRUE);
  wsetscrreg(window, top, bottom);
  wscrl(window, rows);
  wsetscrreg(window, 0, getmaxy(window) - 1);
  scrollok(window, FALSE);
}

// A capability string of the terminal, or NULL when it has none.
static inline const char *sluice_capability(const char *name) {
  char *text = tigetstr(name);
  return text == (char *)-1 ? NULL : text;
}

// Whether the library's locale writes UTF-8; set from the environment, with C.UTF-8 for a locale that is named but
// not installed.
static inline int sluice_character_width(wchar_t character) { return wcwidth(character); }
#endif
