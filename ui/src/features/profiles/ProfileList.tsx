import { EllipsisVertical } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button, GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import { giveFocusBack } from '../../components/focus';
import { useNow } from '../../components/useNow';
import { useRem } from '../../components/useRem';
import { useFormats } from '../../format';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';
import { useAction } from '../connect/useAction';
import { Rename } from './Rename';
import { type RowAction, RowMenu } from './RowMenu';
import './profiles.css';

const ROW_REM = 3.5;
/** Pixels around and between rows. */
const PADDING = 4;
const GAP = 2;
const MINUTE_MS = 60_000;

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

interface RowProps {
  profile: ProfileView;
  now: number;
  renaming: boolean;
  menuOpen: boolean;
  onRenamed: (name: string | null) => void;
  onMenu: () => void;
}

const Row = memo(function Row({ profile, now, renaming, menuOpen, onRenamed, onMenu }: RowProps) {
  const t = useTranslation();
  const { ago } = useFormats();
  const { shape, label } = profile.status;
  const used = profile.lastUsed === null ? t('row-never-used') : ago(profile.lastUsed, now);
  return (
    <div className="row">
      <Arch shape={shape} size="small" />
      <div className="row-text">
        {renaming ? (
          <Rename name={profile.name} onDone={onRenamed} />
        ) : (
          <>
            <span className="row-first">
              <span className="row-name">{profile.name}</span>
              <span className="row-state" data-shape={shape}>
                {shape === 'off' ? used : label}
              </span>
            </span>
            <span className="row-facts">
              <span className="row-servers">{profile.servers}</span>
              {profile.temporary && <span className="row-temporary">{t('row-temporary')}</span>}
              {profile.managed && <span className="row-managed">{t('row-managed')}</span>}
              {!profile.temporary && !profile.managed && <span className="row-sign-in">{profile.signIn}</span>}
            </span>
          </>
        )}
      </div>
      <Button
        className="button quiet icon row-menu"
        data-testid="row-menu"
        aria-label={t('row-menu', { name: profile.name })}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        onPress={onMenu}
      >
        <EllipsisVertical size="1.125rem" aria-hidden />
      </Button>
    </div>
  );
});

/** All profiles. A thousand of them cost as much as the dozen that can be seen. */
export function ProfileList({ profiles, chosen, query, onChoose, onEdit, onExport, onNetwork }: Props) {
  const t = useTranslation();
  const model = useModel();
  const act = useAction();
  const rem = useRem();
  const now = useNow(MINUTE_MS);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const byId = useMemo(() => new Map(profiles.map((profile) => [profile.id, profile])), [profiles]);

  const index = chosen === null ? -1 : profiles.findIndex((profile) => profile.id === chosen);
  const box = useRef<HTMLDivElement>(null);
  // A changed query is the reason, not an ingredient
  useEffect(() => {
    const list = box.current?.querySelector('.profiles-list');
    if (list !== null && list !== undefined) list.scrollTop = 0;
  }, [query]);

  // The chosen row stays in sight when it changes, and when the card above grows and takes the room.
  useEffect(() => {
    const list = box.current?.querySelector('.profiles-list');
    if (list === null || list === undefined || index < 0) return;
    const height = Math.round(ROW_REM * rem);
    const top = index * (height + GAP);
    const bottom = top + height + 2 * PADDING;
    const show = () => {
      if (top < list.scrollTop) list.scrollTop = top;
      else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    };
    // The list learns its length one frame after its size.
    const watcher = new ResizeObserver(() => requestAnimationFrame(show));
    watcher.observe(list);
    return () => watcher.disconnect();
  }, [index, rem]);

  const remove = async ({ id, name }: ProfileView) => {
    if (await model.run(model.bridge.removeProfile(id))) model.toast({ kind: 'removed', profile: id, name });
  };
  const forget = async ({ id, name }: ProfileView) => {
    if (await model.run(model.bridge.forget(id))) model.toast({ kind: 'forgotten', name });
  };
  const duplicate = ({ id, name }: ProfileView) =>
    model.run(
      model.bridge.duplicateProfile(id).then((copy) => {
        model.toast({ kind: 'duplicated', name });
        onChoose(copy);
      }),
    );
  const doAction = (profile: ProfileView, action: RowAction) => {
    if (action === 'act') act(profile);
    if (action === 'rename') setRenaming(profile.id);
    if (action === 'edit') onEdit(profile.id);
    if (action === 'duplicate') void duplicate(profile);
    if (action === 'export') onExport(profile);
    if (action === 'network') onNetwork(profile);
    if (action === 'forget') void forget(profile);
    if (action === 'remove') void remove(profile);
  };
  const renamed = (profile: ProfileView, name: string | null) => {
    setRenaming(null);
    if (name !== null) void model.run(model.bridge.renameProfile(profile.id, name));
    giveFocusBack(`[data-testid="profile-row"][data-profile="${CSS.escape(profile.id)}"]`);
  };

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
    const id = rowOf(event.target);
    if (id === null || renaming !== null) return;
    if (event.key === 'F2' && byId.get(id)?.managed !== true) setRenaming(id);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) setMenu(id);
    else return;
    event.preventDefault();
  };
  const onContextMenu = (event: MouseEvent) => {
    const id = rowOf(event.target);
    if (id === null || renaming === id) return;
    event.preventDefault();
    setMenu(id);
  };
  const connect = useCallback(
    (id: string) => {
      const profile = byId.get(id);
      if (profile === undefined) return;
      onChoose(id);
      // Enter only ever connects: ending a tunnel is never the second half of a double press.
      if (profile.status.action === 'connect' || profile.status.action === 'try-again') act(profile);
    },
    [act, byId, onChoose],
  );

  return (
    // The keys here act on the row that has the focus; the list itself is the widget.
    // It only listens to what bubbles up from the rows
    <div className="profiles" ref={box} onKeyDown={onKeyDown} onContextMenu={onContextMenu}>
      <Virtualizer
        layout={ListLayout}
        layoutOptions={{ rowHeight: Math.round(ROW_REM * rem), padding: PADDING, gap: GAP }}
      >
        <GridList
          className="profiles-list"
          aria-label={t('profiles-label')}
          items={profiles}
          dependencies={[renaming, menu, now, byId]}
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          disallowTypeAhead={renaming !== null}
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => {
            const [first] = keys === 'all' ? [] : [...keys];
            if (first !== undefined) onChoose(String(first));
          }}
          onAction={(key) => connect(String(key))}
        >
          {(profile) => (
            <GridListItem
              className="profile-row"
              id={profile.id}
              textValue={profile.name}
              data-testid="profile-row"
              data-profile={profile.id}
              data-shape={profile.status.shape}
              aria-label={`${profile.name}, ${profile.status.label}, ${profile.servers}`}
            >
              <Row
                profile={profile}
                now={now}
                renaming={renaming === profile.id}
                menuOpen={menu === profile.id}
                onRenamed={(name) => renamed(profile, name)}
                onMenu={() => setMenu(profile.id)}
              />
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
      {menuProfile !== undefined && (
        <RowMenu
          profile={menuProfile}
          trigger={trigger}
          onClose={() => setMenu(null)}
          onAction={(action) => doAction(menuProfile, action)}
        />
      )}
    </div>
  );
}
