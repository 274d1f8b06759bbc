import { useStore } from '@nanostores/react';
import { Checkbox } from '../../components/Checkbox';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';

/** The tick without which nothing is kept. Says where it is kept. */
export function Remember({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const t = useTranslation();
  const keychain = useStore(useModel().view)?.keychain.available ?? true;
  return (
    <Checkbox value={value} onChange={onChange} testId="prompt-remember">
      {t(keychain ? 'prompt-remember' : 'prompt-remember-memory')}
    </Checkbox>
  );
}
