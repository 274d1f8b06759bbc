import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button, Heading } from 'react-aria-components';
import { Disclose } from '../../components/Disclose';
import { Sheet } from '../../components/Sheet';
import { useCell, useModel } from '../../store';
import { type Say, useSay } from '../../text';
import type { ImportRemark, ImportResult } from '../../types';
import './import-report.css';

/** Remarks shown before "show more": a generated profile can have hundreds. */
const FIRST = 8;

const ICONS = { refused: CircleX, warning: TriangleAlert, ignored: Info } as const;

function RemarkList({ remarks }: { remarks: readonly ImportRemark[] }) {
  const say = useSay();
  const [all, setAll] = useState(false);
  const shown = all ? remarks : remarks.slice(0, FIRST);
  return (
    <>
      <ul className="remarks">
        {shown.map((remark, index) => {
          const Icon = ICONS[remark.weight];
          return (
            // The list never changes its order, and two remarks can be equal
            <li key={index} className="remark" data-weight={remark.weight}>
              <Icon size="1rem" aria-hidden />
              <div className="remark-words selectable">
                <p className="remark-place">
                  <span>{remark.line === 0 ? say('import-whole') : say('import-line', { line: remark.line })}</span>
                  {remark.directive !== '' && <code>{remark.directive}</code>}
                </p>
                <p>{remark.text}</p>
              </div>
            </li>
          );
        })}
      </ul>
      {shown.length < remarks.length && (
        <Button className="button link" onPress={() => setAll(true)}>
          {say('import-more', { count: remarks.length - shown.length })}
        </Button>
      )}
    </>
  );
}

function Result({ result }: { result: ImportResult }) {
  const say = useSay();
  const { refused, remarks } = result;
  const refusals = remarks.filter(({ weight }) => weight === 'refused');
  const warnings = remarks.filter(({ weight }) => weight === 'warning');
  const ignored = remarks.filter(({ weight }) => weight === 'ignored');
  return (
    <li className="import-result" data-testid="import-result" data-imported={refused === null}>
      {refused === null ? (
        <CircleCheck className="good" size="1.25rem" aria-hidden />
      ) : (
        <CircleX className="bad" size="1.25rem" aria-hidden />
      )}
      <div className="import-words">
        <Heading level={3} className="import-name selectable">
          <span className="spoken-only">{say(refused === null ? 'import-state-ok' : 'import-state-refused')}</span>
          {result.name ?? result.file}
          {result.name !== null && <span className="import-file">{say('import-from', { file: result.file })}</span>}
        </Heading>
        {refused !== null && (
          <>
            <p className="selectable">{refused.title}</p>
            {refused.advice !== '' && <p className="selectable import-advice">{refused.advice}</p>}
          </>
        )}
        {refused === null && warnings.length === 0 && <p className="import-advice">{say('import-clean')}</p>}
        {refusals.length > 0 && (
          <>
            <p className="import-count">{say('import-refusals', { count: refusals.length })}</p>
            <RemarkList remarks={refusals} />
          </>
        )}
        {warnings.length > 0 && (
          <>
            <p className="import-count">{say('import-warnings', { count: warnings.length })}</p>
            <RemarkList remarks={warnings} />
          </>
        )}
        {ignored.length > 0 && (
          <Disclose title={say('import-ignored', { count: ignored.length })} testId="import-ignored">
            <RemarkList remarks={ignored} />
          </Disclose>
        )}
        {refused !== null && refused.detail !== '' && (
          <Disclose title={say('failure-detail')}>
            <pre className="import-detail selectable">{refused.detail}</pre>
          </Disclose>
        )}
      </div>
    </li>
  );
}

function title(say: Say, results: readonly ImportResult[]): string {
  const refused = results.filter((result) => result.refused !== null).length;
  return say('import-title', { imported: results.length - refused, refused });
}

/** What came of importing, file by file. Refusals first: they are what the person must act on. */
export function ImportReport({ onChoose }: { onChoose: (profile: string) => void }) {
  const say = useSay();
  const model = useModel();
  const results = useCell(model.imports);
  const close = () => model.imports.set([]);
  const ordered = [...results].sort((a, b) => Number(a.refused === null) - Number(b.refused === null));
  const imported = results.flatMap(({ profile }) => (profile === null ? [] : [profile]));
  const [only] = imported;
  const connect = only !== undefined && imported.length === 1 ? only : null;
  const leave = (act: boolean) => {
    if (only !== undefined) onChoose(only);
    close();
    if (act && connect !== null) void model.run(model.bridge.connect(connect));
  };
  return (
    <Sheet open={results.length > 0} onClose={() => leave(false)} wide dismissable>
      <Heading slot="title" level={2} className="dialog-title">
        {title(say, results)}
      </Heading>
      <ul className="import-results">
        {ordered.map((result, index) => (
          // Results are only ever added, and a file can be imported twice
          <Result key={index} result={result} />
        ))}
      </ul>
      <div className="dialog-foot">
        {connect !== null && (
          <Button className="button" data-testid="import-connect" onPress={() => leave(true)}>
            {say('import-connect')}
          </Button>
        )}
        <Button className="button primary" data-testid="import-done" autoFocus onPress={() => leave(false)}>
          {say('import-done')}
        </Button>
      </div>
    </Sheet>
  );
}
