import { Input, Label, Text, TextField } from 'react-aria-components';
import { RadioOptions } from '../../components/RadioOptions';
import { Checkbox } from '../../components/Checkbox';
import { useTranslation } from '../../i18n';
import type { EditForm } from '../../types';
import { CountField, LinesField } from './fields';
import { Servers } from './Servers';

interface Props {
  name: string;
  form: EditForm;
  onName: (name: string) => void;
  onForm: (form: EditForm) => void;
}

/** What people change in a profile. */
export function Form({ name, form, onName, onForm }: Props) {
  const t = useTranslation();
  const change = (part: Partial<EditForm>) => onForm({ ...form, ...part });
  return (
    <div className="edit-form">
      <TextField className="field" value={name} onChange={onName} maxLength={120} autoComplete="off" spellCheck="false">
        <Label>{t('edit-name')}</Label>
        <Input className="input" data-testid="edit-name" dir="auto" />
      </TextField>
      <Servers servers={form.servers} onChange={(servers) => change({ servers })} />
      {form.servers.length > 1 && (
        <Checkbox value={form.randomOrder} onChange={(randomOrder) => change({ randomOrder })} testId="edit-random">
          {t('edit-random')}
        </Checkbox>
      )}
      <TextField
        className="field"
        value={form.username ?? ''}
        onChange={(username) => change({ username: username === '' ? null : username })}
        autoComplete="off"
        spellCheck="false"
      >
        <Label>{t('edit-username')}</Label>
        <Input className="input" data-testid="edit-username" autoCapitalize="off" />
        <Text slot="description" className="field-hint">
          {t('edit-username-hint')}
        </Text>
      </TextField>
      <RadioOptions
        label={t('edit-traffic')}
        value={form.traffic}
        onChange={(traffic) => change({ traffic })}
        testId="traffic"
        options={[
          { id: 'as-server-says', label: t('edit-traffic-as-server-says') },
          { id: 'everything', label: t('edit-traffic-everything') },
          { id: 'only-routes', label: t('edit-traffic-only-routes') },
        ]}
      />
      <LinesField
        label={t('edit-routes')}
        hint={t('edit-routes-hint')}
        value={form.routes}
        onChange={(routes) => change({ routes })}
        testId="edit-routes"
      />
      <LinesField
        label={t('edit-dns')}
        hint={t('edit-dns-hint')}
        value={form.dns}
        onChange={(dns) => change({ dns })}
        testId="edit-dns"
      />
      <LinesField
        label={t('edit-search')}
        hint={t('edit-search-hint')}
        value={form.search}
        onChange={(search) => change({ search })}
        testId="edit-search"
      />
      <div role="group" aria-labelledby="reconnect-title">
        <h2 id="reconnect-title" className="report-title">
          {t('edit-reconnect')}
        </h2>
        <div className="edit-pair">
          <CountField
            label={t('edit-reconnect-first')}
            value={form.reconnectFirst}
            onChange={(reconnectFirst) => change({ reconnectFirst })}
            digits={6}
            placeholder={t('edit-reconnect-own')}
            testId="edit-reconnect-first"
          />
          <CountField
            label={t('edit-reconnect-largest')}
            value={form.reconnectLargest}
            onChange={(reconnectLargest) => change({ reconnectLargest })}
            digits={6}
            placeholder={t('edit-reconnect-own')}
            testId="edit-reconnect-largest"
          />
        </div>
      </div>
    </div>
  );
}
