import { useMemo } from 'react';
import { useModel } from '../../store';
import type { GroupView, ProfileView } from '../../types';
import { isActive } from './sections';

const ids = (profiles: readonly ProfileView[]) => profiles.map((profile) => profile.id);

/** What is done to profiles, with what is said about it. Each tells whether it worked. */
export function useListActions(onChoose: (profile: string) => void) {
  const model = useModel();
  return useMemo(() => {
    const { bridge, run, toast } = model;
    return {
      favourite: (profiles: readonly ProfileView[], favourite: boolean) =>
        run(bridge.setFavourite(ids(profiles), favourite)),
      put: (profiles: readonly ProfileView[], name: string | null) => run(bridge.setGroup(ids(profiles), name)),
      renameGroup: (group: GroupView, name: string) => run(bridge.renameGroup(group.id, name)),
      forgetGroup: async (group: GroupView) => {
        const done = await run(bridge.forgetGroup(group.id));
        if (done) toast({ kind: 'forgotten', name: group.name });
        return done;
      },
      forget: async ({ id, name }: ProfileView) => {
        const done = await run(bridge.forget(id));
        if (done) toast({ kind: 'forgotten', name });
        return done;
      },
      /** What is up or on its way stays, and so do the organisation's. */
      remove: async (profiles: readonly ProfileView[]) => {
        const gone = profiles.filter((profile) => !isActive(profile) && !profile.managed);
        const [first] = gone;
        if (first === undefined) return false;
        const done = await run(bridge.removeProfiles(ids(gone)));
        if (done) toast({ kind: 'removed', profiles: ids(gone), name: first.name });
        return done;
      },
      duplicate: ({ id, name }: ProfileView) =>
        run(
          bridge.duplicateProfile(id).then((copy) => {
            toast({ kind: 'duplicated', name });
            onChoose(copy);
          }),
        ),
    };
  }, [model, onChoose]);
}
