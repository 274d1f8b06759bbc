# What the window's card, the tray and the notifications say alike. Failures are in failures.ftl, imports in lint.ftl.

## State

state-disconnected = Disconnected
state-connecting = Connecting
state-connected = Connected
state-reconnecting = Reconnecting
state-disconnecting = Disconnecting
state-failed = Not connected
state-blocked = Held back
state-asking = Waiting for you
state-unknown = Unknown

sentence-disconnected = Traffic flows as it does without { $name }.
sentence-preparing = Opening { $name }. Your keychain may ask to be unlocked.
sentence-resolving = Looking up { $host }.
sentence-contacting = Contacting { $host } on { $transport } { $port }.
sentence-securing = Checking that this is { $host }.
sentence-authenticating = Signing in at { $host }.
sentence-configuring = Setting up the tunnel.
sentence-connecting = Looking for a server.
sentence-asking = { $name } needs an answer from you.
sentence-all-traffic = All traffic goes through { $name }.
sentence-all-traffic-ipv4 = All IPv4 traffic goes through { $name }.
sentence-all-traffic-ipv6-held = All traffic goes through { $name }; IPv6, which it does not carry, is held back.
sentence-some-traffic = { $count ->
    [one] Only one network goes through { $name }.
   *[other] Only { $count } networks go through { $name }.
}
sentence-no-traffic = Only the tunnel’s own network goes through { $name }.
sentence-reconnecting = The connection broke. Traffic for { $name } is held back until it is up again.
sentence-disconnecting = Putting the network back as it was.
sentence-failed = { $name } could not be connected.
sentence-blocked = Traffic for { $name } is held back. Disconnect to let it out.
sentence-unknown = Adit cannot tell without its helper.

## Steps

step-resolving = Resolving
step-contacting = Contacting
step-securing = Securing
step-authenticating = Authenticating
step-configuring = Configuring

## Profiles

servers-many = { $count ->
    [one] One server
   *[other] { $count } servers
}
sign-in-certificate = Certificate
sign-in-password = Password
sign-in-both = Certificate and password
sign-in-none = No sign-in
details-all-traffic = All traffic
details-all-ipv4 = All IPv4 traffic
details-all-ipv6 = All IPv6 traffic
details-server-value = { $host }, { $transport } { $port }
details-server-address-value = { $host } ({ $address }), { $transport } { $port }
other-user = user { $uid }

## Keychain and storage

keychain-missing = This desktop has no keychain that answers.
    .advice = Profiles and passwords are kept in memory until Adit quits. Start a keychain, such as GNOME Keyring or KWallet, to keep them.
keychain-locked = The keychain stayed locked.
    .advice = Unlock it, then try again. Until then profiles and passwords are kept in memory only.
keychain-profile = { $name } is sealed, and its key is in the keychain.
    .advice = Start and unlock the keychain, then try again. If its key is lost, import the profile again.
profile-sealed = { $name } does not open with the key in the keychain.
    .advice = Import the profile again.
profile-damaged = { $count ->
    [one] A stored profile cannot be read.
   *[other] { $count } stored profiles cannot be read.
}
    .advice = { $count ->
    [one] It is left where it is. Import it again, or move it away.
   *[other] They are left where they are. Import them again, or move them away.
}
profile-not-written = { $name } could not be written to the disk.
    .advice = It is kept in memory until Adit quits. Check the free space and the rights of the folder.
profile-unknown = This profile is not there.
    .advice = It may have been removed. Choose another one.
name-empty = A profile needs a name.
    .advice = Type one.
prompt-over = This question is not asked any more.
    .advice = Connect again to be asked anew.
browser-not-opened = The browser could not be opened.
    .advice = Copy the link and open it in a browser yourself.
link-not-secure = The server sent a link that is not an https address.
    .advice = Ask whoever gave you the profile. Adit does not open such links.

## Import

import-not-file = This is not a file.
    .advice = Choose an .ovpn file.
import-not-found = The file is not there.
    .advice = Choose it again.
import-unreadable = The file cannot be read.
    .advice = Check its permissions, then choose it again.
import-too-large = This file is too large to be a profile.
    .advice = Choose the .ovpn file itself. A profile has at most { $limit } KB.
import-refused = This profile cannot be used.
    .advice = The lines below say why. Ask whoever gave it to you for another one.
import-needs-file = This profile needs a file that is not beside it.
    .advice = Put { $file } into the profile’s folder and import it again.
import-needs-address = This profile has a placeholder where the server’s address should be.
    .advice = Replace “{ $placeholder }” in line { NUMBER($line, useGrouping: "false") } with the address, then import it again.
import-too-many = Too many files at once.
    .advice = Import at most { $limit } at a time.
import-again = { $name } was here already; it was brought up to date.
import-same = { $name } is here already, and nothing in it changed.
import-temporary = It is kept in memory only, because there is no keychain to seal it with.

## Tray

tray-title = Adit
tray-none = No profiles yet
tray-helper = The helper is not running
tray-profile = { $name }: { $word }
tray-open = Open Adit
tray-quit = Quit

## Notifications

notify-connected = Connected to { $name }
notify-ended = { $name } was disconnected
notify-failed = { $name } could not be connected
notify-blocked = { $name } needs you
notify-reconnecting = { $name } lost its connection
notify-asking = { $name } needs an answer from you
    .advice = Open Adit to answer.
notify-helper = Adit’s helper stopped
    .advice = Tunnels may be down. Adit connects to it again as soon as it is back.

## File chooser

import-choose = Import profiles
import-filter = VPN profiles
import-filter-all = All files
