# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.

## State

state-disconnected = Disconnected
state-connecting = Connecting
state-other-network = Off in this network
state-connected = Connected
state-reconnecting = Reconnecting
state-disconnecting = Disconnecting
state-offline = Offline
state-waiting = Waiting
state-failed = Not connected
state-blocked = Held back
state-asking = Waiting for you
state-unknown = Unknown

sentence-disconnected = { $name } is off. Nothing goes through it.
sentence-disconnected-held = No traffic goes out until { $name } or another tunnel is connected.
sentence-preparing = Opening { $name }. Your keychain may ask to be unlocked.
sentence-resolving = Looking up { $host }.
sentence-contacting = Contacting { $host }, { $transport } { $port }.
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
sentence-still-trying = { $count } attempts failed. Adit goes on until { $name } is connected or you cancel.
sentence-still-reconnecting = { $count } attempts failed. Traffic for { $name } is held back; disconnect to let it out.
sentence-disconnecting = Putting the network back as it was.
sentence-failed = { $name } could not be connected.
sentence-blocked = Traffic for { $name } is held back. Disconnect to let it out.
sentence-unknown = Adit cannot tell without its helper.

## Waiting

waiting-next-try = { $seconds ->
    [0] Next try now: { $plan }.
   *[other] Next try in { $seconds } s: { $plan }.
}
waiting-for-next-try = Waiting for the next try: { $plan }.
waiting-plan = { $host } over { $transport } ({ $try })
waiting-try-number = { $number ->
    [1] first try
    [2] second try
    [3] third try
   *[other] try { $number }
}
waiting-no-carrier = Offline: no network. Goes on by itself when there is one.
waiting-no-address = Offline: the network has given this computer no address yet. Goes on by itself when it has.
waiting-no-route = Offline: this network does not lead to the server. Goes on by itself when one does.
waiting-not-here = Not used in the network that this computer is in. It is connected again elsewhere.
waiting-only-elsewhere = Used in one network only, and this is not it. It is connected there.
waiting-sign-in = This network wants you to sign in first. Goes on by itself when you have.

## Steps

step-resolving = Looking up
step-contacting = Contacting
step-securing = Checking
step-authenticating = Signing in
step-configuring = Setting up

## The way to a tunnel, link by link

chain-helper = Helper
chain-helper-holds = Running
chain-helper-broken = Not running
chain-helper-refused = Does not allow it
chain-network = Network
chain-network-holds = Connected
chain-network-broken = Not connected
chain-network-signs-in = Wants you to sign in
chain-names = Server’s name
chain-names-holds = Found
chain-names-broken = Not found
chain-names-silent = Name servers do not answer
chain-server = Server
chain-server-holds = Answers
chain-server-silent = No answer
chain-server-lost = Stopped answering
chain-server-proxy = Not reached through the proxy
chain-server-untrusted = Could not prove that it is the right one
chain-server-other = Answers, but not as this profile expects
chain-sign-in = Sign-in
chain-sign-in-holds = Accepted
chain-sign-in-broken = Not accepted
chain-computer = Setup
chain-computer-holds = Done
chain-computer-broken = Not possible on this computer
chain-computer-options = What the server wants does not fit
chain-computer-clock = The clock of this computer is wrong
chain-unknown = Not tried yet

## Profiles

servers-many = { $count ->
    [one] One server
   *[other] { $count } servers
}
sign-in-certificate = Certificate
sign-in-password = Password
sign-in-both = Certificate and password
sign-in-browser = Browser
sign-in-certificate-browser = Certificate and browser
sign-in-none = No sign-in
details-all-traffic = All traffic
details-all-ipv4 = All IPv4 traffic
details-all-ipv6 = All IPv6 traffic
details-server-value = { $host }, { $transport } { $port }
details-server-address-value = { $host } ({ $address }), { $transport } { $port }
other-user = user { $uid }
other-connection = A connection

## Keychain and storage

keychain-missing = This desktop has no keychain that answers.
    .advice = Profiles and passwords are kept in memory until Adit quits. Start a keychain, such as GNOME Keyring or KWallet, to keep them.
network-sign-in = This network wants you to sign in first.
    .advice = Open its page, sign in, and Adit connects by itself. While traffic is held back, your browser can reach the page for five minutes at most.
network-no-server = This is not the address of a server.
    .advice = Give an address like 192.168.1.1, with a port if it is not 443.
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
arrangement-not-written = Favourites and groups could not be written to the disk.
    .advice = They hold until Adit quits. Check the free space and the rights of the folder.
arrangement-damaged = Favourites and groups cannot be read.
    .advice = All profiles are there. The damaged file is kept beside them.
groups-too-many = There are 1,000 groups, and no more are kept.
    .advice = Put the profiles into one of them.
group-name-taken = Another group is called { $name }.
    .advice = Type another name.
group-unknown = This group is not there.
profile-unknown = This profile is not there.
    .advice = It may have been removed. Choose another one.
name-empty = A profile needs a name.
    .advice = Type one.
prompt-incomplete = Something in this form is missing.
    .advice = Fill in what it needs and try again.
prompt-over = This question is not asked any more.
    .advice = Connect again to be asked once more.
browser-signed-in = You are signed in.
    .advice = You can close this page. Adit goes on connecting.
browser-port-taken = The sign-in cannot come back from the browser: port { $port } of this machine is in use.
    .advice = Finish or cancel the other sign-in that waits for the browser, or close the other VPN program, then open the browser again.
guide-missing = The guide is not on this computer.
    .advice = It comes with Adit’s package. In the source it is docs/guide.md.
guide-not-opened = The guide could not be opened.
    .advice = No program opens such files here. It is in /usr/share/doc/adit.
browser-not-opened = The browser could not be opened.
    .advice = Copy the link and open it in a browser yourself.
link-not-secure = The server sent a link that is not an https address.
    .advice = Ask whoever gave you the profile. Adit does not open such links.

## Import

import-not-file = This is neither a file nor a folder.
    .advice = Choose a profile, an archive, or a folder with profiles.
import-not-found = The file is not there.
    .advice = Choose it again.
import-unreadable = The file cannot be read.
    .advice = Check its permissions, then choose it again.
import-too-large = This is too large to be a profile.
    .advice = Choose the .ovpn file itself. A profile has at most { $limit } KB.
import-nothing-inside = There is no profile in it.
    .advice = Adit looks for .ovpn, .conf, .tblk and .mobileconfig files. Ask whoever gave it to you which file is the profile.
import-archive-damaged = The archive cannot be unpacked.
    .advice = It may be cut off, or not be an archive. Download it again.
import-archive-large = There is far more in this archive than profiles.
    .advice = Unpack it yourself, and import the profiles in it.
import-archive-escape = This archive was made to write outside of its own folder, so Adit does not open it.
    .advice = Ask whoever gave it to you for another one.
import-archive-locked = The archive is protected by a password.
    .advice = Unpack it yourself, then import the folder.
import-archive-unsupported = The archive is packed in a way that Adit does not know.
    .advice = Unpack it yourself, then import the folder.
import-mobileconfig-unreadable = The configuration profile cannot be read.
    .advice = Ask whoever gave it to you for it as XML, or for an .ovpn file.
import-mobileconfig-encrypted = The configuration profile is encrypted for one device.
    .advice = Ask whoever gave it to you for an .ovpn file.
import-mobileconfig-other = There is no OpenVPN profile in this configuration profile.
    .advice = Ask whoever gave it to you for an .ovpn file.
import-too-many = Too many profiles at once.
    .advice = Import at most { $limit } at a time.
import-over = This import is over.
    .advice = Import it again.
import-skipped-file = None of these files is missing.
    .advice = Choose the files that the sheet names.

import-side-large = This file is too large to belong to a profile.
    .advice = Choose the certificate or key itself. It has at most { $limit } KB.

import-ready = Ready to import.
import-ready-warnings = Ready to import. There is something to know about it.
import-expired = { $said }
    .advice = You can import it, but not connect with it.
import-fixable = This profile cannot be used as it is.
    .advice = Adit can repair it: look at the fixes below.
import-refused = This profile cannot be used.
    .advice = The lines below say why. Ask whoever gave it to you for another one.
import-needs-file = { $count ->
    [one] This profile needs a file that is not beside it.
   *[other] This profile needs { $count } files that are not beside it.
}
    .advice = Choose { $file } to go on.
import-needs-address = This profile has a placeholder where the server’s address should be.
    .advice = Type the address in the place of “{ $placeholder }” in line { NUMBER($line, useGrouping: "false") }.
import-package-scripts = The package brings programs that Tunnelblick would run: { $scripts }. Adit runs none of them.
import-identity-elsewhere = The certificate and key stand in another part of the configuration profile. Ask whoever gave it to you for an .ovpn file if signing in fails.
import-redirected = It came from { $host }, to which the link led.
import-more-servers = and { $count } more

import-sign-in-both = You sign in with the certificate in this profile, and with a user name and password.
import-sign-in-certificate = You sign in with the certificate in this profile.
import-sign-in-password = You sign in with a user name and password.
import-sign-in-browser = You sign in with the browser.
import-sign-in-certificate-browser = You sign in with the certificate in this profile, and with the browser.
import-sign-in-none = This profile names no way to sign in.
import-sign-in-user = The user name is { $user }.
import-sign-in-passphrase = The key asks for its passphrase.
import-sign-in-challenge = The server asks one more question every time.
import-traffic-server = The server says what goes through the tunnel.
import-traffic-everything = All traffic goes through the tunnel.
import-traffic-nothing = Only the tunnel’s own network goes through the tunnel, whatever the server says.
import-traffic-only = Only { $routes } { $count ->
    [one] goes
   *[other] go
} through the tunnel, whatever the server says.
import-traffic-routes = { $routes } { $count ->
    [one] goes
   *[other] go
} through the tunnel, and what the server adds.
import-dns-server = The server says which DNS servers answer.
import-dns = { $servers } answer DNS questions, unless the server names others.

## Links

import-link-asks = Something asks Adit to fetch a profile from { $host }.
    .advice = Go on only if you know { $host } and asked for this yourself.
import-need-fetch = Fetch the profile from { $host }
import-link-signs-in = { $host } hands out profiles after a sign-in in the browser.
    .advice = Sign in there. What you download then opens in Adit.
import-need-browser = Open { $host } in the browser
import-link-long = This link is too long.
    .advice = Download the profile in the browser, then import the file.
import-link-not-secure = Adit fetches profiles over https only.
    .advice = Ask whoever gave you the link for one that begins with https://.
import-link-malformed = This is not a link that Adit can follow.
    .advice = Copy it again, or download the profile in the browser and import the file.
import-link-credentials = There is a user name or password in this link.
    .advice = Download the profile in the browser, then import the file.
import-link-local = This link leads to your own computer or network, which a link must not reach.
    .advice = If it is meant, download the profile in the browser, then import the file.
import-fetch-no-address = There is no server called { $host }.
    .advice = Check the link and the network, then try again.
import-fetch-unreachable = { $host } could not be reached, or could not prove that it is { $host }.
    .advice = Check the network, then try again. If its certificate is not from a known authority, download the profile in the browser.
import-fetch-status = { $host } does not hand out this profile.
    .advice = The link may work only once, or be too old. Ask for a new one.
import-fetch-redirects = { $host } leads from one address to the next without end.
    .advice = Download the profile in the browser, then import the file.
import-fetch-no-profile = What { $host } sent is not a profile.
    .advice = The link may lead to a page for signing in. Download the profile in the browser, then import the file.
import-fetch-no-sign-in = { $host } hands out profiles on its web page only.
    .advice = Sign in there in the browser, download the profile, then import the file.
import-fetch-slow = { $host } took too long.
    .advice = Check the network, then try again.

import-temporary = { $name } is kept in memory only, because there is no keychain to seal it with.
    .advice = Start a keychain, such as GNOME Keyring or KWallet, to keep it.

import-temporary-many = { $count } profiles are kept in memory only, because there is no keychain to seal them with.
    .advice = Start a keychain, such as GNOME Keyring or KWallet, to keep them.

## Editor

edit-closed = This profile is not open in the editor.
    .advice = Open it again.
edit-no-text = This profile cannot be written as text.
    .advice = Import it again to change it.
edit-mark = A line that stands for a key or password was changed.
    .advice = Put it back as it was, or delete it, in line { NUMBER($line, useGrouping: "false") }.
edit-refused = The profile cannot be saved like this.
    .advice = The lines below say why.
edit-form = { $value } cannot be written into the profile.
edit-form-empty = This cannot be written into the profile.
edit-next-time = { $name } is connected as it was. The change counts from the next connection.
    .advice = Disconnect and connect again to use it at once.
export-title = Save { $name }. The file holds its keys: keep it to yourself.
export-failed = The file could not be written.
    .advice = Choose another folder, or check the free space.
duplicate-name = { $name } copy

## Tray

tray-title = Adit
tray-none = No profiles yet
tray-helper = Helper not running
tray-several = { $count } connections
tray-left-out = { $count ->
    [one] One more in the window…
   *[other] { $count } more in the window…
}
tray-profile = { $name }: { $state }
tray-let-out = Let traffic out
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
notify-background = Adit goes on in the background
    .advice = Open Adit again to see its window. “Quit Adit” in the menu ends it.
notify-helper = Adit’s helper stopped
    .advice = Tunnels may be down. Adit connects to it again as soon as it is back.

## File chooser

import-choose = Import profiles
import-filter = VPN profiles
import-filter-all = All files
import-choose-folder = Import a folder of profiles
import-choose-side = Choose the files that { $name } needs

## The helper as a service of the system

helper-asking = Waiting for the permission…
helper-starting = Starting the helper…
helper-not-installed = Adit’s helper is not installed in this system.
    .advice = Install Adit’s package. If you built Adit yourself, “make run” starts both.
helper-off = Connecting needs Adit’s helper, which is not enabled.
    .advice = Importing and editing work without it.
helper-stopped = Adit’s helper was stopped.
    .advice = Tunnels cannot be made without it.
helper-starts = Adit’s helper is starting.
    .advice = This takes a moment.
helper-silent = Adit’s helper runs and does not answer.
    .advice = Starting it again helps in most cases.
helper-failing = Adit’s helper ended by itself.
    .advice = Start it again. If it ends again, “Check this computer” in the menu may show why.
helper-blocked = An administrator has blocked Adit’s helper on this computer.
    .advice = An administrator can allow it with “sudo systemctl unmask aditd adit-netd”.
helper-refused = You may not start Adit’s helper on this computer.
    .advice = Ask somebody who administers it, or try again with an administrator’s password.
helper-nobody-to-ask = An administrator has to permit this, and this desktop cannot ask for the password.
    .advice = An administrator can do it with “sudo systemctl enable --now aditd adit-netd”.
helper-not-started = Adit’s helper could not be started.
    .advice = Try again, or look at “Check this computer” in the menu.
