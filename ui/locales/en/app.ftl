# Texts of the window itself. Failures, states and reports come finished from the shell (the other files).
# Two sentences at most: what happened, and what to do. No codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = Import
header-import-label = Import profiles
import-way-files = Choose files…
import-way-folder = Choose a folder…
import-way-text = Paste text…
import-way-link = Paste a link…
header-menu = Menu
menu-log = Log
menu-guide = Guide
menu-about = About Adit
menu-quit = Quit Adit

## Starting

starting = Looking for your profiles…

## Notices above the card

helper-searching = Looking for Adit’s helper…
helper-log = See why in the log
notice-dismiss = Dismiss
helper-doctor = Check this computer
helper-way-look = Check again
helper-way-enable = Enable
helper-way-start = Start it
helper-way-start-again = Start again
helper-way-restart = Restart it
helper-way-quit = Quit Adit
helper-way-wait = Starting…

## First start

setup-title = Adit extends the VPN capabilities of this computer.
setup-question = Do you want to enable this?
setup-text = OK starts Adit’s helper, now and each time this computer starts. The system may ask for an administrator’s password.
setup-decline = Don’t Allow
setup-accept = OK
setup-details = What this changes
setup-detail-engine = The service “aditd” speaks to VPN servers. It has no rights on this computer.
setup-detail-broker = The service “adit-netd” sets up tunnels, routes and DNS. It may change the network, and nothing else.
setup-detail-start = Both start with the computer and do nothing until you connect. They hold traffic back only where you chose that.
setup-detail-undo = “sudo systemctl disable --now aditd adit-netd” takes this back; so does removing Adit.

## Checking this computer

menu-doctor = Check this computer
doctor-title = Check this computer
doctor-back = Back
doctor-looking = Checking…
doctor-troubles = { $count ->
    [0] No problem
    [one] One problem
   *[other] { $count } problems
}
doctor-again = Check again
doctor-copy = Copy
doctor-level-ok = Good
doctor-level-notice = Worth knowing
doctor-level-problem = Problem

## Holding traffic back

protection-question = When should traffic be held back on this computer?
protection-lan = Devices in the local network can be reached
protection-lan-hint = Printers, routers and the like, while traffic is held back.
protection-check = Find out whether a network wants you to sign in
protection-check-hint = Where no server answers, one short request without cookies goes to a check page, outside the tunnel.
protection-unknown = Adit’s helper keeps this choice and is not there at the moment.
protection-let-out = Let traffic out
protection-reconnect = Connect again
protection-hold-again = Hold back again
protection-portal-open = Sign in to this network…
protection-portal-done = Done

## In which network a profile is connected

network-sign-in-open = Open the sign-in page
network-title = Networks for { $name }
network-question = Where should it be connected?
network-everywhere = Everywhere
network-not-on = Not on a network I know
network-not-on-hint = Off at the office or at home, and on everywhere else.
network-only-on = Only on a network I know
network-only-on-hint = On there, and off everywhere else.
network-server = A server in that network
network-server-hint = A private address that is reached in that network only, such as its router: 192.168.1.1.
network-learn = Learn this network
network-learning = Asking the server…
network-key = Key of { $server }
network-key-hint = The network is recognised by this key. The name of a wireless network is what anybody can use.
network-save = Save
network-cancel = Cancel

## What comes back after a restart

restore-question = What should Adit connect again by itself?
restore-nothing = Nothing
restore-was-connected = What was connected (recommended)
restore-at-login = Start Adit in the tray when I log in
restore-was-connected-hint = As it was before the computer, or Adit’s helper, was restarted.
restore-chosen = These profiles
restore-chosen-hint = Each time that you log in.
restore-profiles = Profiles that are connected when you log in
restore-none = There are no profiles yet.
restore-note = Adit starts with your session while something has to come back, and stays in the tray. A sign-in that needs you waits until you open the window.

## The card

card-label = Connection
action-connect = Connect
action-cancel = Cancel
action-disconnect = Disconnect
action-try-again = Try again
action-wait = One moment…
action-try-now = Try now
next-try-in = { $seconds ->
    [0] Next try now: { $plan }.
   *[other] Next try in { $seconds } s: { $plan }.
}
steps-label = Steps
step-done = done
step-active = in progress
step-ahead = not started
connected-for = Connected for
cautions-title = { $count ->
    [one] One thing about this tunnel is not as it should be.
   *[other] { $count } things about this tunnel are not as they should be.
}
cautions-more = { $count ->
    [one] One more is under Details.
   *[other] { $count } more are under Details.
}
received-total = Received
sent-total = Sent
rate-received = Receiving
rate-sent = Sending
graph-label = Traffic of the last 60 seconds: receiving { $received }, sending { $sent }
graph-quiet = Waiting for the first numbers

## Panels of a tunnel, and the way to one link by link

panel-traffic = Traffic
panel-connection = Connection
panel-chain = What Adit sees
panel-profile = Profile
panel-sign-in = Sign-in
panel-last-used = Last connected
chain-is-holds = holds
chain-is-broken = broken
chain-is-unknown = not known
chain-way-edit = Edit the profile

## Details of a tunnel

details = Details
details-server = Server
details-addresses = { $count ->
    [one] Address
   *[other] Addresses
}
details-protocol = Protocol
details-cipher = Cipher
details-tls = TLS
details-dns = DNS
details-networks = Through the tunnel
details-interface = Interface
details-interface-value = { $name }, MTU { $mtu }
details-packets = Packets
details-dropped = Dropped
details-path = Data path
details-notes = Notes
details-session = Session
details-pac = Proxy script
details-banner = The server says
details-none = none
details-copy = Copy { $what }
details-copy-all = Copy all
copied = Copied
failure-detail = Details
failure-copy = Copy details

## Profiles

profiles-label = Profiles
profiles-search = Search profiles
profiles-search-count = Search { $count } profiles
profiles-search-clear = Clear the search
profiles-none-found = No profile matches “{ $query }”.
profiles-show-all = Show all profiles
profiles-drop-hint = Drop .ovpn files anywhere to import them
strip-state = { $name }: { $state }
row-menu = Actions for { $name }
row-connect = Connect
row-disconnect = Disconnect
row-cancel = Cancel
row-try-again = Try again
row-edit = Edit
row-rename = Rename
row-duplicate = Duplicate
row-export = Export…
row-network = Networks…
row-forget = Forget sign-in
row-remove = Remove
row-rename-label = New name for { $name }
row-never-used = never used
row-temporary = gone when Adit quits
row-managed = From your organisation
others-label = Also on this computer
other-connection = { $name } ({ $owner })

## No profile yet

empty-title = Add your first profile
empty-text = Drop .ovpn files here, or choose them. Pasting a profile’s text or a link works too.

## Drag and drop, paste

drop-title = Drop to import
drop-text = Adit reads them and shows what it found. Nothing is kept before you say so.
pasted-profile = Pasted profile

## Import sheet

import-title = { $count ->
    [one] Import a profile
   *[other] { $count } files to import
}
import-place = { $number } of { $count }
import-back = Back to the list
import-previous = Previous
import-next = Next
import-found-label = What was found
import-detail = What was found in the file
import-row = { $taken ->
    [yes] { $name }: { $headline } It will be imported.
   *[no] { $name }: { $headline } It will not be imported.
}
import-take = Import { $name }
import-name = Name
import-from = From { $file }
import-second = { $name } ({ $number })
import-servers = { $count ->
    [one] Server
   *[other] Servers
}
import-more-servers = { $count ->
    [one] One more
   *[other] { $count } more
}
import-sign-in = Sign-in
import-traffic = Traffic
import-dns = DNS
import-existing = “{ $name }” is here already, and this one differs from it
import-same = “{ $name }” is here already, and nothing in it changed
place-new = Keep both
place-replace = Replace “{ $name }”
place-skip = Leave this one out
place-all = { $count ->
    [one] Do the same for one more that is here already
   *[other] Do the same for { $count } more that are here already
}
import-note-refused = { $count ->
    [one] One cannot be used and is left out.
   *[other] { $count } cannot be used and are left out.
}
import-note-needs = { $count ->
    [one] One lacks something and is left out.
   *[other] { $count } lack something and are left out.
}
import-note-skipped = { $count ->
    [one] One is left out by your choice.
   *[other] { $count } are left out by your choice.
}
import-confirm = { $count ->
    [0] Import
    [one] Import profile
   *[other] Import { $count } profiles
}
import-cancel = Cancel
import-close = Close
import-leave-title = Leave without importing?
import-leave-text = What you changed here is forgotten. The files stay where they are.
import-leave-stay = Stay
import-leave-leave = Leave
import-connect = Connect

## What is missing before something can be imported

needs-title = What is missing
need-find = Find the file…
need-address = Address of the server
need-use = Use it
need-fetch = Fetch it
need-browser = Sign in with the browser

## Fixes

fixes-title = { $count ->
    [one] One suggestion
   *[other] { $count } suggestions
}
fixes-all = Use all
fixes-diff = What changes
fixes-diff-label = What changes: { $title }
diff-removed = removed:
diff-added = added:

## What each line does

report-title = What each line does
report-whole = About the whole file
report-filter = Lines that are shown
report-lines-label = Lines
report-line = Line { NUMBER($line, useGrouping: "false") }
report-lines = Lines { NUMBER($first, useGrouping: "false") } to { NUMBER($last, useGrouping: "false") }
report-more = { $count ->
    [one] Show one more line
   *[other] Show { $count } more lines
}
verdict-used = Used
verdict-replaced = Replaced
verdict-ignored = Ignored
verdict-warning = Warning
verdict-refused = Refused

## Pasting a text or a link

paste-text-title = Paste a profile
paste-text-label = Text of the profile
paste-text-submit = Show what is in it
paste-link-title = Import from a link
paste-link-label = Link
paste-link-hint = An address that begins with https://
paste-link-host = Adit will fetch the profile from { $host }.
paste-link-submit = Fetch it
link-fetching = Fetching from { $host }…
link-stop = Stop

## Editing a profile

edit-title = Edit { $name }
edit-back = Back
edit-tabs = Ways to edit
edit-tab-form = Settings
edit-tab-text = Advanced: as text
edit-name = Name
edit-servers = Servers, in the order in which they are tried
edit-server-host = Server { $place }
edit-server-port = Port
edit-server-transport = Protocol
transport-udp = UDP
transport-tcp = TCP
edit-server-up = Move { $host } up
edit-server-down = Move { $host } down
edit-server-remove = Remove { $host }
edit-server-add = Add a server
edit-server-moved = { $host } is server { $place } of { $count }.
edit-server-removed = { $host } was removed.
edit-random = Try them in random order
edit-username = User name
edit-username-hint = Leave empty to be asked when connecting.
edit-traffic = What goes through the tunnel
edit-traffic-as-server-says = What the server says
edit-traffic-everything = Everything
edit-traffic-only-routes = Only the networks below
edit-routes = Networks through the tunnel
edit-routes-hint = One per line, such as 10.20.0.0/16.
edit-dns = DNS servers
edit-dns-hint = One address per line. Leave empty to use what the server says.
edit-search = Search domains
edit-search-hint = One per line. Short names are looked up in them.
edit-reconnect = Trying again
edit-reconnect-first = First pause, in seconds
edit-reconnect-largest = Longest pause, in seconds
edit-reconnect-own = Chosen by Adit
edit-text = Text of the profile
edit-text-hint = Keys and passwords stay where they are; a mark stands in their place.
edit-line = Line { NUMBER($line, useGrouping: "false") } · { $verdict }
edit-verdict-importable = This profile can be used as it stands.
edit-verdict-importable-with-warnings = This profile can be used. Some lines are worth a look.
edit-verdict-reject = This profile cannot be used as it stands.
edit-changes = See what changed
edit-cancel = Cancel
edit-save = Save
edit-leave-title = Leave without saving?
edit-leave-text = What you changed in this profile is forgotten.
edit-leave-stay = Stay
edit-leave-leave = Leave
changes-title = What changed since the import
changes-label = From the original to the saved profile
changes-text = The profile as it was imported is kept.
changes-none = Nothing. The profile is as it was imported.
changes-unsaved = What you typed just now is not in this comparison: it is not saved yet.
changes-restore = Go back to the original
changes-close = Close
export-title = Export { $name }?
export-text = The file holds everything that is needed to connect, with the keys in it. Whoever has the file can use them.
export-export = Export…

## Prompts while connecting

prompt-credentials = Sign in to { $name }
prompt-passphrase = Unlock the key of { $name }
prompt-challenge = { $name } asks one more question
prompt-confirm = { $name } waits for your confirmation elsewhere
prompt-confirm-waiting = Do what the server says. Adit connects by itself then.
prompt-browser = Sign in to { $name } in the browser
prompt-passphrase-text = The private key in this profile is protected by a passphrase.
prompt-browser-text = The sign-in page opens in your browser, at { $host }. Adit connects when you are done there.
prompt-browser-open = Open the browser
prompt-browser-again = Open again
prompt-browser-copy = Copy the link
prompt-browser-waiting = Waiting for the sign-in in the browser…
prompt-username = User name
prompt-password = Password
prompt-passphrase-field = Passphrase
prompt-response = Answer
prompt-field = Field { $number }
prompt-optional = { $label } (optional)
prompt-choose = Choose…
prompt-form-not-kept = What you fill in here is not remembered.
prompt-banner = { $name } shows a message first
prompt-banner-text = The server wants you to accept this before it lets you in.
prompt-banner-label = Message of the server
prompt-accept = Accept
prompt-decline = Decline
prompt-show = Show what is typed
prompt-hide = Hide what is typed
prompt-remember = Remember in the keychain
prompt-remember-memory = Remember until Adit quits
prompt-username-locked = This name is set by the profile.
prompt-cancel = Cancel
prompt-submit-credentials = Sign in
prompt-submit-passphrase = Unlock
prompt-submit-challenge = Send

## Log

log-title = Log
log-back = Back
log-filter = Filter lines
log-filter-clear = Clear the filter
log-follow = Follow
log-copy = Copy all
log-empty = Nothing has been logged yet.
log-none-found = No line matches “{ $query }”.
log-lines = { $count ->
    [one] One line
   *[other] { $count } lines
}
log-level-error = failed
log-level-warn = warning
log-level-info = info
log-level-debug = debug
log-unread = The log cannot be read.

## About

about-text = A VPN client for OpenVPN profiles.
about-version = Version { $version }
about-licence = { $licence }
about-contract = Helper contract { $contract }
about-licences = Software it is made with
about-close = Close

## Quitting

quit-title = Quit Adit?
quit-text = { $count ->
    [one] { $name } is connected. Quitting disconnects it.
   *[other] { $count } tunnels are connected. Quitting disconnects them.
}
quit-stay = Stay
quit-quit = Quit

## Toasts

toast-removed = { $count ->
    [one] { $name } was removed.
   *[other] { $count } profiles were removed.
}
toast-imported = { $count ->
    [one] { $name } was imported.
   *[other] { $count } profiles were imported.
}
toast-duplicated = { $name } was duplicated.
toast-exported = { $name } was exported.
toast-saved = { $name } was saved.
toast-undo = Undo
toast-forgotten = The sign-in of { $name } was forgotten.
toast-failed = That did not work.
toast-close = Close
toasts-label = Messages

## For screen readers only

announce-state = { $name }: { $state }. { $sentence }
announce-failure = { $name }: { $title } { $advice }
