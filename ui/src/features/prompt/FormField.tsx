import { RadioOptions } from '../../components/RadioOptions';
import { SelectField } from '../../components/SelectField';
import { useTranslation } from '../../i18n';
import type { AskField } from '../../types';
import { LineField } from './LineField';
import { SecretField } from './SecretField';

/** Up to so many options are all in sight; more would push the buttons out of the window. */
const MOST_RADIOS = 4;

interface Props {
  field: AskField;
  /** Its place in the form, from 1: what a field without a label is called. */
  number: number;
  value: string;
  onChange: (value: string) => void;
  invalid: boolean;
}

/** One field of a server's form. */
export function FormField({ field, number, value, onChange, invalid }: Props) {
  const t = useTranslation();
  const name = field.label === '' ? t('prompt-field', { number }) : field.label;
  const label = field.required ? name : t('prompt-optional', { label: name });
  const shared = { label, value, onChange, required: field.required, testId: `prompt-field-${number}` };
  switch (field.kind.kind) {
    case 'text':
      return <LineField {...shared} />;
    case 'password':
      return <SecretField {...shared} invalid={invalid} />;
    case 'choice': {
      const options = field.kind.options.map((option) => ({ id: option.value, label: option.label }));
      return options.length > MOST_RADIOS ? (
        <SelectField {...shared} options={options} placeholder={t('prompt-choose')} />
      ) : (
        <RadioOptions {...shared} options={options} />
      );
    }
  }
}
