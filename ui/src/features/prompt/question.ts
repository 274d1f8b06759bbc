/** What the dialog of each kind of question is given. */

import type { AnswerInput, Ask, PromptView } from '../../types';

export interface QuestionProps<A extends Ask> {
  prompt: PromptView;
  ask: A;
  /** An answer is under way; until the shell says what came of it, nothing can be sent twice. */
  busy: boolean;
  answer: (answer: AnswerInput) => void;
  cancel: () => void;
}
