/** The shapes that the shell pushes, generated from src-tauri/src/view.rs. */

export type { AboutView } from './generated/AboutView';
export type { Action } from './generated/Action';
export type { AnswerInput } from './generated/AnswerInput';
export type { Ask } from './generated/Ask';
export type { AskQuitView } from './generated/AskQuitView';
export type { Details } from './generated/Details';
export type { DragView } from './generated/DragView';
export type { ImportRemark } from './generated/ImportRemark';
export type { ImportResult } from './generated/ImportResult';
export type { LogLineView } from './generated/LogLineView';
export type { OtherConnection } from './generated/OtherConnection';
export type { ProfileView } from './generated/ProfileView';
export type { PromptView } from './generated/PromptView';
export type { Sentence } from './generated/Sentence';
export type { Shape } from './generated/Shape';
export type { Status } from './generated/Status';
export type { Step } from './generated/Step';
export type { TrafficView } from './generated/TrafficView';
export type { View } from './generated/View';
