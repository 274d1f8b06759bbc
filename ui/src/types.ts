/** The shapes that the shell sends and takes, generated from src-tauri/src/view.rs. */

export type * from './generated/bindings';
