update-available = Adit { $version } is available; this is { $own }.
    .advice = What is new: { $page }. Adit downloads nothing by itself. Install it the way you installed this one.
update-untrusted = It is not known whether there is a newer Adit: the answer did not come from its makers.
    .advice = Somebody may have changed the answer, or given an old one. Look yourself where you have Adit from.
