/** Sizes of the list that its layout and its scrolling share with the style sheet. */
export const ROW_REM = 3.25;
export const HEAD_REM = 2;
/** Pixels around and between rows. */
export const PADDING = 4;
export const GAP = 2;
