/** What the mock shell knows, and who listens to it. */

import type { Events } from '../bridge';
import type { ProfileView, Status, View } from '../types';
import { IDLE } from './states';

type Listeners = { [E in keyof Events]: Array<(payload: Events[E]) => void> };

export class MockState {
  readonly #listeners: Listeners = { view: [], traffic: [], log: [], importSheet: [], drag: [], askQuit: [] };

  constructor(public view: View) {}

  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): void {
    this.#listeners[event].push(listener);
  }

  emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners[event]) listener(payload);
  }

  /** Changes the view and sends it, as the shell does on each change. */
  push = (change: (view: View) => View): void => {
    this.view = change(this.view);
    this.emit('view', this.view);
  };

  profile(id: string): ProfileView | undefined {
    return this.view.profiles.find((profile) => profile.id === id);
  }

  name(id: string): string {
    return this.profile(id)?.name ?? '';
  }

  changeProfile(id: string, change: Partial<ProfileView>): void {
    this.setProfiles(this.view.profiles.map((profile) => (profile.id === id ? { ...profile, ...change } : profile)));
  }

  setStatus(id: string, status: Status): void {
    this.view = { ...this.view, primary: id };
    this.changeProfile(id, { status });
  }

  setProfiles(profiles: ProfileView[]): void {
    this.push((view) => ({ ...view, profiles }));
  }

  addProfile(profile: ProfileView): void {
    const others = this.view.profiles.filter(({ id }) => id !== profile.id);
    this.view = { ...this.view, primary: this.view.primary ?? profile.id };
    this.setProfiles([...others, profile].sort((a, b) => a.name.localeCompare(b.name)));
  }

  addNew(id: string, name: string, servers: string): void {
    const status = IDLE({ lastUsed: null });
    const rest = {
      signIn: 'Password',
      lastUsed: null,
      added: Math.floor(Date.now() / 1000),
      favourite: false,
      group: null,
      remembers: false,
      temporary: false,
      managed: false,
      network: null,
      status,
    };
    this.addProfile({ id, name, servers, ...rest });
  }
}
