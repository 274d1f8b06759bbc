# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = Cancelled.
aditctl-input-unreadable = Standard input: { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = User name:
aditctl-ask-username-known = User name [{ $known }]:
aditctl-ask-password = Password:
aditctl-ask-passphrase = Passphrase of the private key:
aditctl-ask-browser = Sign in at { $url } and press Enter here.
aditctl-ask-accept = Type “yes” to accept:
aditctl-ask-proxy-username = User name for the proxy { $proxy }:
aditctl-ask-proxy-username-known = User name for the proxy { $proxy } [{ $known }]:
aditctl-ask-proxy-password = Password for the proxy:
aditctl-ask-field = Field { $number }
aditctl-ask-optional = { $label } (optional)
aditctl-ask-number = Type a number from 1 to { $count }.
aditctl-ask-needed = This is needed.
aditctl-no-answer = No answer to “{ $label }”.

## What was done

aditctl-connecting = { $name } is being connected. “aditctl status” shows how far it is.
aditctl-not-connected-in-time = { $seconds ->
    [one] Not connected within one second; cancelled.
   *[other] Not connected within { $seconds } seconds; cancelled.
}
aditctl-given-up = Given up. With --timeout Adit goes on trying for that long.
aditctl-disconnecting = { $connection } is being disconnected.
aditctl-nothing-to-disconnect = Nothing to disconnect.
aditctl-no-connection = No connection.
aditctl-answered = Answered.
aditctl-let-out = Everything is let out, and nothing of Adit is left in this computer’s network.
aditctl-let-out-setting = The setting of the lock stays; a helper that is started again goes by it.
aditctl-not-undone = Not undone: { $problem }
aditctl-nothing-at-start = Nothing is connected at the start of this computer.

## What cannot be done

aditctl-unexpected-answer = The helper answered something else than what was asked.
aditctl-nothing-asked = Nothing is being asked.
aditctl-several-ask = Several connections ask something. Name one.
aditctl-several-up = Several connections are up: { $ids }. Name one, or say --all.
aditctl-no-such-connection = No connection is called “{ $wanted }”.
aditctl-several-such-connections = Several connections are called “{ $wanted }”. Name one by its id: { $ids }.
aditctl-no-such-connection-here = There is no connection “{ $wanted }” here.
aditctl-no-such-user = There is no user { $user } on this computer.
aditctl-no-home = There is no home directory with profiles in it.
aditctl-profile-too-large = This profile is too large for the helper.
aditctl-several-such-profiles = Several profiles are called “{ $wanted }”. Name one by its id:
aditctl-no-such-profile = There is no file and no profile called “{ $wanted }”.
aditctl-no-profiles = You have no profiles: import one in Adit’s window, or name a file.
aditctl-your-profiles = Your profiles: { $names }.
aditctl-your-profiles-and-more = Your profiles: { $names }, and { $count } more.
aditctl-more-lines = … and { $count } more.
aditctl-lint-tells = aditctl lint { $file } tells everything.
