# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.


## State


## Waiting


## Steps


## Profiles

other-connection = { $name } ({ $owner })

## Keychain and storage


## Import

import-more-servers =
    { $count ->
        [one] Un autre
        [many] { $count } d’autres
       *[other] { $count } autres
    }
import-dns = DNS

## Links


## Editor

export-title = Exporter { $name } ?

## Tray


## Notifications


## File chooser


## The helper as a service of the system

