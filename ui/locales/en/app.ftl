# The window's own words. What happened and what to do comes from failures.ftl and arrives ready made.
# One sentence for what happened, one for what to do; no codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = Import
header-import-label = Import profiles
header-menu = Menu
menu-import = Import profiles…
menu-log = Log
menu-about = About Adit
menu-quit = Quit Adit

## Starting

starting = Looking for your profiles…

## Notices above the card

helper-searching = Looking for Adit’s helper…
helper-log = See why in the log
notice-dismiss = Dismiss

## The card

card-label = Connection
action-connect = Connect
action-cancel = Cancel
action-disconnect = Disconnect
action-try-again = Try again
action-wait = One moment…
steps-label = Steps
step-done = done
step-active = under way
step-ahead = ahead
connected-for = Connected for
received-total = Received
sent-total = Sent
rate-received = Receiving
rate-sent = Sending
graph-label = Traffic of the last 60 seconds: receiving { $received }, sending { $sent }
graph-quiet = Waiting for the first numbers

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
details-none = none
details-copy = Copy { $what }
details-copy-all = Copy all
copied = Copied
failure-detail = Details
failure-copy = Copy details

## Profiles

profiles-label = Profiles
profiles-search = Search profiles
profiles-search-clear = Clear the search
profiles-none-found = No profile matches “{ $query }”.
profiles-show-all = Show all profiles
profiles-drop-hint = Drop .ovpn files anywhere to import them
row-menu = Actions for { $name }
row-connect = Connect
row-disconnect = Disconnect
row-cancel = Cancel
row-try-again = Try again
row-rename = Rename
row-forget = Forget sign-in
row-remove = Remove
row-rename-label = New name for { $name }
row-never-used = never used
row-temporary = gone when Adit quits
others-label = Also on this computer
other-connection = { $name } ({ $owner })

## Empty

empty-title = Add your first profile
empty-text = Drop an .ovpn file here, or choose one. Pasting its text works too.
empty-choose = Choose a file…

## Dropping and pasting

drop-title = Drop to import
drop-text = Adit reads .ovpn files and tells what it found.
pasted-profile = Pasted profile

## What came of an import

import-title = { $imported ->
    [0] { $refused ->
        [one] The file was not imported
       *[other] { $refused } files were not imported
    }
    [one] { $refused ->
        [0] One profile imported
        [one] One profile imported, one file not
       *[other] One profile imported, { $refused } files not
    }
   *[other] { $refused ->
        [0] { $imported } profiles imported
        [one] { $imported } profiles imported, one file not
       *[other] { $imported } profiles imported, { $refused } files not
    }
}
import-clean = Ready to connect.
import-warnings = { $count ->
    [one] One thing to know
   *[other] { $count } things to know
}
import-ignored = { $count ->
    [one] One line is not used
   *[other] { $count } lines are not used
}
import-refusals = { $count ->
    [one] One line stands in the way
   *[other] { $count } lines stand in the way
}
import-line = Line { NUMBER($line, useGrouping: "false") }
import-whole = Whole file
import-from = from { $file }
import-more = { $count ->
    [one] Show one more
   *[other] Show { $count } more
}
import-done = Done
import-connect = Connect
import-state-ok = Imported
import-state-refused = Not imported

## Being asked

prompt-credentials = Sign in to { $name }
prompt-passphrase = Unlock the key of { $name }
prompt-challenge = { $name } asks one more question
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

## Leaving

quit-title = Quit Adit?
quit-text = { $count ->
    [one] { $name } is connected. Quitting disconnects it.
   *[other] { $count } tunnels are connected. Quitting disconnects them.
}
quit-stay = Stay
quit-quit = Quit

## Toasts

toast-removed = { $name } was removed.
toast-undo = Undo
toast-forgotten = The sign-in of { $name } was forgotten.
toast-failed = That did not work.
toast-close = Close
toasts-label = Messages

## Spoken only

announce-state = { $name }: { $word }. { $sentence }
announce-failure = { $name }: { $title } { $advice }
