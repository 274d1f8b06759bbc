# Settings: what the shell says of them, and the page.

setting-wrong = The setting cannot be that.
setting-not-saved = The setting was not saved: { $path } cannot be written.
    .advice = Check that the folder is yours and that the disk is not full.
settings-damaged = Some settings could not be read. Their defaults hold.
    .advice = The damaged file is kept as { $kept }.
text-not-saved = The file was not saved: { $path } cannot be written.
    .advice = Choose another folder.
diagnostics-save-title = Save diagnostics
log-save-title = Save the log

## The page

menu-settings = Settings
settings-title = Settings
settings-back = Back
settings-search = Find a setting
settings-search-clear = Clear the search
settings-none-found = No setting matches “{ $query }”.
settings-show-all = Show all settings

settings-section-general = General
settings-section-start = Start and sleep
settings-section-protection = Protection
settings-section-networks = Networks
settings-section-notices = Notifications and tray
settings-section-profiles = Profiles and passwords
settings-section-checks = Checks and history
settings-section-help = Help

setting-language = Language
setting-language-system = As on this computer
setting-appearance = Appearance
setting-appearance-system = As on this computer
setting-appearance-light = Light
setting-appearance-dark = Dark
setting-after-sleep = When this computer wakes up
setting-after-sleep-hint = While Adit is running.
setting-after-sleep-reconnect = Connect again
setting-after-sleep-disconnect = Stay disconnected
setting-desktop-proxy = Use this computer’s proxy
setting-desktop-proxy-hint = Only when a server cannot be reached directly.
setting-known-networks = Known networks
setting-known-networks-none = Every profile can be connected in all networks. Choose “Networks…” in a profile’s menu to change that.
setting-known-network-change = Change networks of { $name }
setting-notifications = Notifications
setting-notifications-all = Everything
setting-notifications-not-mine = Only what I did not do
setting-notifications-none = None
setting-tray-click = A click on the tray icon
setting-tray-click-toggle-last = Connects or disconnects
setting-tray-click-open-window = Opens this window
setting-sort = Order of the profiles
setting-sort-last-used = Last used first
setting-sort-name = By name
setting-sort-added = Last added first
setting-remember = Offer to remember passwords
setting-remember-hint = In this computer’s keychain. What is remembered already stays until you forget it.
setting-forget = Remembered passwords
setting-forget-count = { $count ->
    [0] Nothing is remembered.
    [one] One profile has something remembered.
   *[other] { $count } profiles have something remembered.
}
setting-forget-all = Forget all…
setting-forget-question = Forget all remembered passwords?
setting-forget-text = You will be asked for them the next time that you connect.
setting-forget-confirm = Forget all
setting-live-check = Check tunnels every minute
setting-live-check-hint = While this window is open. Only the VPN’s own server and name servers are asked.
setting-history = Keep a history of traffic
setting-history-hint = How much went through each profile, on this computer only.
setting-update-check = Look for new versions
setting-update-check-hint = Once a day. Nothing is downloaded or installed by itself.
setting-diagnostics = Diagnostics
setting-diagnostics-hint = What somebody who helps you needs to know, in one file that you can read first.
setting-diagnostics-open = Show…
setting-log = Log
setting-log-hint = What Adit’s helper has done.
setting-log-open = Open
setting-reset = Reset
setting-reset-hint = Sets everything on this page back, but for what holds for the whole computer. Profiles and passwords stay.
setting-reset-all = Reset settings…
setting-reset-question = Reset all settings?
setting-reset-text = Profiles, passwords and the protection of this computer stay as they are.
setting-reset-confirm = Reset
settings-cancel = Cancel

## Diagnostics

diagnostics-title = Diagnostics
diagnostics-back = Back
diagnostics-text = Nothing is sent. These are all the lines that the file will hold. Keys and passwords are never in it.
diagnostics-names = Include names of profiles, servers and users
diagnostics-addresses = Include addresses
diagnostics-save = Save…
diagnostics-copy = Copy all
diagnostics-lines = { $count ->
    [one] One line
   *[other] { $count } lines
}
diagnostics-looking = Looking…
text-saved = Saved.

## The log page

log-levels = Show
log-levels-error = Failures
log-levels-warn = Failures and warnings
log-levels-info = Without details
log-levels-debug = Everything
log-save = Save…
