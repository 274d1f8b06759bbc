/** Fields that remember what is typed while something else is read out of it. */

import { useState } from 'react';
import { Input, Label, Text, TextArea, TextField } from 'react-aria-components';

interface LinesProps {
  label: string;
  hint: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  testId: string;
}

/** Several values, one per line. */
export function LinesField({ label, hint, value, onChange, testId }: LinesProps) {
  const [typed, setTyped] = useState(() => value.join('\n'));
  const change = (next: string) => {
    setTyped(next);
    onChange(
      next
        .split(/[\n,]/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    );
  };
  return (
    <TextField className="field" value={typed} onChange={change} autoComplete="off" spellCheck="false">
      <Label>{label}</Label>
      <TextArea
        className="input lines-field"
        rows={Math.min(6, Math.max(2, typed.split('\n').length))}
        data-testid={testId}
        autoCapitalize="off"
        dir="ltr"
      />
      <Text slot="description" className="field-hint">
        {hint}
      </Text>
    </TextField>
  );
}

interface CountProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  digits: number;
  testId: string;
  invalid?: boolean;
  placeholder?: string;
}

/** A whole number, or nothing. */
export function CountField({ label, value, onChange, digits, testId, invalid, placeholder }: CountProps) {
  const [typed, setTyped] = useState(() => (value === null ? '' : String(value)));
  const change = (next: string) => {
    const kept = next.replace(/\D/g, '').slice(0, digits);
    setTyped(kept);
    onChange(kept === '' ? null : Number(kept));
  };
  return (
    <TextField
      className="field"
      value={typed}
      onChange={change}
      inputMode="numeric"
      autoComplete="off"
      isInvalid={invalid === true}
    >
      <Label>{label}</Label>
      <Input className="input count-field" data-testid={testId} placeholder={placeholder} dir="ltr" />
    </TextField>
  );
}
