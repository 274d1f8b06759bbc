import { Check, ChevronDown } from 'lucide-react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import './overlay.css';
import './select-field.css';

interface Props {
  label: string;
  /** Empty while nothing is chosen. */
  value: string;
  onChange: (value: string) => void;
  options: ReadonlyArray<{ id: string; label: string }>;
  placeholder: string;
  required?: boolean;
  testId: string;
}

/** One of many: a button that opens the list. Typing goes to the option that begins so. */
export function SelectField({ label, value, onChange, options, placeholder, required, testId }: Props) {
  return (
    <Select
      className="field select"
      value={value === '' ? null : value}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      placeholder={placeholder}
      isRequired={required === true}
    >
      <Label>{label}</Label>
      <Button className="input select-button" data-testid={testId}>
        <SelectValue className="select-value" />
        <ChevronDown className="select-chevron" size="1rem" aria-hidden />
      </Button>
      <Popover className="popover select-popover">
        <ListBox className="menu">
          {options.map((option) => (
            <ListBoxItem
              key={option.id}
              id={option.id}
              className="menu-item select-item"
              textValue={option.label}
              data-testid={`${testId}-option`}
            >
              {({ isSelected }) => (
                <>
                  <span className="select-item-label">{option.label}</span>
                  {isSelected && <Check size="1rem" aria-hidden />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
