# What the organisation has settled for this computer in /etc/adit/policy.toml. $organisation is its name, $file a file, $line a line
# in it, $what what is wrong.

policy-set = Some settings are set by your organisation.
policy-set-by = Some settings are set by { $organisation }.
policy-setting = Set by your organisation.
policy-setting-by = Set by { $organisation }.
policy-own-profiles = Profiles of your own cannot be used: { $organisation ->
    [none] your organisation does
   *[other] { $organisation } does
} not allow them.
policy-problem = The policy of your organisation cannot be used, so that nothing is allowed: { $what }
    .advice = Ask an administrator to correct { $file } and to run “aditctl policy apply”. Until then traffic is held back.
policy-problem-line = The policy of your organisation cannot be used, so that nothing is allowed: line { $line } of { $file }: { $what }
    .advice = Ask an administrator to correct this line and to run “aditctl policy apply”. Until then traffic is held back.
policy-none = Nothing is settled by an organisation.

policy-fault-unreadable = It cannot be read: { $why }.
policy-fault-owner = It does not belong to root.
policy-fault-writable = Users other than root may write it, or the folder that it is in.
policy-fault-not-a-file = It is a link, or no regular file.
policy-fault-too-large = It has more than { $limit } bytes.
policy-fault-syntax = { $detail }.
policy-fault-value = { $key } is “{ $value }”, and can be { $allowed }.
policy-fault-twice = Two profiles have the id “{ $id }”.
policy-fault-profile = This profile cannot be used: { $why }
policy-fault-not-applied = It was not applied.

policy-managed-profile = This profile is your organisation’s and cannot be changed here.
    .advice = Ask an administrator.
