import { useStore } from '@nanostores/react';
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import {
  Collection,
  GridList,
  GridListHeader,
  GridListItem,
  GridListSection,
  ListLayout,
  Virtualizer,
} from 'react-aria-components';
import { giveFocusBack } from '../../components/focus';
import { useNow } from '../../components/useNow';
import { useRem } from '../../components/useRem';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';
import { useAction } from '../connect/useAction';
import { ActionBar, type BarAction } from './ActionBar';
import { GroupDialog, type GroupQuestion } from './GroupDialog';
import { GAP, HEAD_REM, PADDING, ROW_REM } from './measures';
import { Row } from './Row';
import { RowContext } from './RowContext';
import { type RowAction, RowMenu } from './RowMenu';
import { type Section, sections } from './sections';
import { SortMenu } from './SortMenu';
import { useListActions } from './useListActions';
import { useSelection } from './useSelection';
import { useShowRow } from './useShowRow';
import { useSort } from './useSort';
import './profiles.css';

const MINUTE_MS = 60_000;
const NOBODY: readonly never[] = [];

interface Props {
  profiles: readonly ProfileView[];
  chosen: string | null;
  /** What was searched for; another search starts at the top. */
  query: string;
  onChoose: (profile: string) => void;
  onEdit: (profile: string) => void;
  onExport: (profile: ProfileView) => void;
  onNetwork: (profile: ProfileView) => void;
}

function useSectionTitle() {
  const t = useTranslation();
  return ({ kind, group, profiles }: Section) =>
    kind === 'group' && group !== null
      ? t('section-group', { name: group.name, count: profiles.length })
      : t(`section-${kind}`, { count: profiles.length });
}

/** All profiles. A thousand of them cost as much as the dozen that can be seen. */
export function ProfileList({ profiles, chosen, query, onChoose, onEdit, onExport, onNetwork }: Props) {
  const t = useTranslation();
  const model = useModel();
  const act = useAction();
  const rem = useRem();
  const now = useNow(MINUTE_MS);
  const title = useSectionTitle();
  const groups = useStore(model.view)?.groups ?? NOBODY;
  const [sort, setSort] = useSort();
  const [renaming, setRenaming] = useState<string | null>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const [question, setQuestion] = useState<GroupQuestion | null>(null);
  const byId = useMemo(() => new Map(profiles.map((profile) => [profile.id, profile])), [profiles]);
  const shown = useMemo(() => sections(profiles, groups, sort), [profiles, groups, sort]);
  const plain = shown.length === 1 && shown[0]?.kind === 'rest';
  const box = useRef<HTMLDivElement>(null);
  const [height, heading] = [Math.round(ROW_REM * rem), Math.round(HEAD_REM * rem)];
  useShowRow(box, shown, chosen, query, plain ? 0 : heading, height);

  const selection = useSelection(profiles, chosen, onChoose);
  const actions = useListActions(onChoose);
  const groupOf = (profile: ProfileView) => groups.find((group) => group.id === profile.group) ?? null;

  const doAction = (profile: ProfileView, action: RowAction) => {
    const group = groupOf(profile);
    if (action === 'act') act(profile);
    if (action === 'favourite') void actions.favourite([profile], !profile.favourite);
    if (action === 'rename') setRenaming(profile.id);
    if (action === 'edit') onEdit(profile.id);
    if (action === 'duplicate') void actions.duplicate(profile);
    if (action === 'export') onExport(profile);
    if (action === 'network') onNetwork(profile);
    if (action === 'group') setQuestion({ kind: 'put', profiles: [profile] });
    if (action === 'select') selection.tick([profile.id]);
    if (action === 'forget') void actions.forget(profile);
    if (action === 'remove') void actions.remove([profile]);
    if (group === null) return;
    if (action === 'rename-group') setQuestion({ kind: 'rename', group });
    if (action === 'forget-group') void actions.forgetGroup(group);
    if (action === 'select-group')
      selection.tick(profiles.filter((each) => each.group === group.id).map((each) => each.id));
  };
  const onBar = (action: BarAction) => {
    const { several } = selection;
    if (action === 'favourite' || action === 'unfavourite') void actions.favourite(several, action === 'favourite');
    if (action === 'group') setQuestion({ kind: 'put', profiles: several });
    if (action === 'remove') void actions.remove(several);
    if (action === 'remove' || action === 'close') {
      selection.end();
      if (chosen !== null) giveFocusBack(`[data-testid="profile-row"][data-profile="${CSS.escape(chosen)}"]`);
    }
  };
  const onRenamed = useCallback(
    (profile: ProfileView, name: string | null) => {
      setRenaming(null);
      if (name !== null) void model.run(model.bridge.renameProfile(profile.id, name));
      giveFocusBack(`[data-testid="profile-row"][data-profile="${CSS.escape(profile.id)}"]`);
    },
    [model],
  );

  const menuProfile = menu === null ? undefined : byId.get(menu);
  // Found when it is needed: the row may have been drawn anew since its menu was asked for.
  const trigger = useMemo(
    () => ({
      get current(): HTMLElement | null {
        const row = menu === null ? null : box.current?.querySelector(`[data-profile="${CSS.escape(menu)}"]`);
        return row?.querySelector<HTMLElement>('.row-menu') ?? null;
      },
    }),
    [menu],
  );

  const rowOf = (target: EventTarget) =>
    (target as Element).closest<HTMLElement>('[data-testid="profile-row"]')?.dataset.profile ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    const profile = byId.get(rowOf(event.target) ?? '');
    if (profile === undefined || renaming !== null) return;
    if (event.key === 'F2' && !profile.managed) setRenaming(profile.id);
    else if (event.key === 'Delete') {
      void actions.remove(selection.several.length > 1 ? selection.several : [profile]);
      selection.end();
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) setMenu(profile.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // The list itself would take it.
  const onEscape = (event: KeyboardEvent) => {
    const several = selection.several.length > 1 || selection.ticking;
    if (event.key !== 'Escape' || !several || renaming !== null || rowOf(event.target) === null) return;
    selection.end();
    event.preventDefault();
    event.stopPropagation();
  };
  const onContextMenu = (event: MouseEvent) => {
    const id = rowOf(event.target);
    if (id === null || renaming === id) return;
    event.preventDefault();
    setMenu(id);
  };
  const connect = (id: string) => {
    const profile = byId.get(id);
    if (profile === undefined || selection.ticking) return;
    onChoose(id);
    // Enter only ever connects: ending a tunnel is never the second half of a double press.
    if (profile.status.action === 'connect' || profile.status.action === 'try-again') act(profile);
  };
  const state = useMemo(
    () => ({ now, renaming, menu, ticking: selection.ticking, onRenamed, onMenu: setMenu, onSwitch: act }),
    [now, renaming, menu, selection.ticking, onRenamed, act],
  );
  const row = (profile: ProfileView) => (
    <GridListItem
      className="profile-row"
      id={profile.id}
      textValue={profile.name}
      data-testid="profile-row"
      data-profile={profile.id}
      data-shape={profile.status.shape}
      aria-label={`${profile.name}, ${profile.status.label}, ${profile.servers}`}
    >
      <Row profile={profile} />
    </GridListItem>
  );

  return (
    // The keys here act on the row that has the focus; the list itself is the widget.
    // It only listens to what bubbles up from the rows
    <div className="profiles" ref={box} onKeyDownCapture={onEscape} onKeyDown={onKeyDown} onContextMenu={onContextMenu}>
      {profiles.length > 1 && (
        <div className="profiles-order" data-alone={plain}>
          <SortMenu sort={sort} onSort={setSort} />
        </div>
      )}
      <RowContext value={state}>
        <Virtualizer
          layout={ListLayout}
          layoutOptions={{ rowSize: height, headingSize: plain ? 0 : heading, padding: PADDING, gap: GAP }}
        >
          <GridList
            className="profiles-list"
            aria-label={t('profiles-label')}
            selectionMode="multiple"
            selectionBehavior={selection.ticking ? 'toggle' : 'replace'}
            disallowEmptySelection={!selection.ticking}
            disallowTypeAhead={renaming !== null}
            selectedKeys={selection.keys}
            onSelectionChange={selection.change}
            onAction={(key) => connect(String(key))}
          >
            {shown.map((section) => (
              <GridListSection key={section.id} id={section.id} aria-label={title(section)} className="section">
                {!plain && (
                  <GridListHeader className="section-head" data-kind={section.kind}>
                    {title(section)}
                  </GridListHeader>
                )}
                <Collection items={section.profiles}>{row}</Collection>
              </GridListSection>
            ))}
          </GridList>
        </Virtualizer>
      </RowContext>
      {(selection.several.length > 1 || selection.ticking) && <ActionBar chosen={selection.several} onAction={onBar} />}
      {menuProfile !== undefined && (
        <RowMenu
          profile={menuProfile}
          group={groupOf(menuProfile)}
          trigger={trigger}
          onClose={() => setMenu(null)}
          onAction={(action) => doAction(menuProfile, action)}
        />
      )}
      <GroupDialog
        question={question}
        groups={groups}
        onClose={() => setQuestion(null)}
        onPut={actions.put}
        onRename={actions.renameGroup}
      />
    </div>
  );
}
