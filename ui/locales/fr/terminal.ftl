# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

phase-resolving = Recherche du serveur
phase-contacting = Contact du serveur
phase-securing = Vérification du serveur
phase-authenticating = Identification
phase-configuring = Configuration du tunnel
prompt-credentials-title = Le serveur demande un nom d’utilisateur et un mot de passe.
    .advice = Saisissez-les, ou donnez-les avec --username et --password-stdin.
prompt-password-title = Le serveur demande le mot de passe de { $username }.
    .advice = Saisissez-le, ou donnez-le avec --password-stdin.
prompt-credentials-refused-title = Le serveur a refusé ce nom d’utilisateur ou ce mot de passe.
    .advice = Vérifiez-les et réessayez.
prompt-credentials-refused-reason-title = Le serveur a refusé ce nom d’utilisateur ou ce mot de passe et indique : « { $reason } »
    .advice = Vérifiez-les et réessayez.
prompt-passphrase-title = La clé privée de ce profil est verrouillée.
    .advice = Saisissez sa phrase secrète.
prompt-passphrase-wrong-title = Cette phrase secrète n’ouvre pas la clé privée.
    .advice = Vérifiez-la et réessayez.
prompt-challenge-title = Le serveur demande : « { $question } »
    .advice = Saisissez la réponse.
prompt-confirm-elsewhere-title = Le serveur vous attend ailleurs et indique : « { $text } »
    .advice = Faites ce qu’il dit. Il n’y a rien à saisir ici ; Adit continue automatiquement.
prompt-proxy-title = Le proxy { $proxy } demande un nom d’utilisateur et un mot de passe.
    .advice = Saisissez-les, ou donnez-les avec « aditctl answer ».
prompt-proxy-refused-title = Le proxy { $proxy } a refusé ce nom d’utilisateur ou ce mot de passe.
    .advice = Saisissez-les à nouveau. Ce sont ceux du proxy, pas ceux du serveur VPN.
terminal-browser-needs-window = Ce profil s’identifie par le navigateur, ce qui nécessite la fenêtre d’Adit.
    .advice = Importez le profil dans Adit, s’il n’y est pas encore, et connectez-le là.
prompt-form-title = Le serveur demande une identification.
    .advice = Complétez ce qu’il demande, ici ou avec « aditctl answer ».
prompt-form-refused-title = Le serveur a refusé cette identification.
    .advice = Vérifiez ce qui a été saisi et réessayez.
prompt-form-refused-reason-title = Le serveur a refusé cette identification et indique : « { $reason } »
    .advice = Vérifiez ce qui a été saisi et réessayez.
prompt-banner-title = Le serveur affiche un texte qui doit être accepté.
    .advice = Lisez-le, et acceptez-le si vous êtes d’accord.
prompt-browser-title = Le serveur vous demande de vous identifier sur { $host } avec le navigateur.
    .advice = N’ouvrez le lien que si vous connaissez ce nom.
# How to answer: $flags are flags of aditctl, $fields names of the fields of a form.
terminal-answer-with = Répondez avec { $flags }.
terminal-answer-with-fields = Répondez avec --answers, qui lit { $fields }.
terminal-answer-missing = Donnez ce qui manque avec { $flags }, ou tout avec --answers.
terminal-answer-missing-fields = Donnez ce qui manque avec --answers, qui lit { $fields }.
terminal-answer-nothing = Il n’y a rien à saisir ; --cancel met fin à l’essai.
terminal-answer-wrong-flag = { $flag } ne correspond pas à cette question.
terminal-input-ended = L’entrée standard s’est terminée avant la ligne pour { $flag }.
terminal-answers-unreadable = Les réponses de { $file } sont illisibles.
    .advice = Vérifiez qu’il existe, que c’est un texte de 64 Kio au plus, et que vous pouvez le lire.
terminal-answers-no-name = La ligne { $line } des réponses n’a pas la forme NOM=VALEUR.
    .advice = « aditctl connect --help » liste les noms.
terminal-answers-unknown-name = La ligne { $line } des réponses commence par un nom qu’Adit ne connaît pas.
    .advice = « aditctl connect --help » liste les noms.
terminal-answers-unknown-json-name = Les réponses contiennent un nom qu’Adit ne connaît pas.
    .advice = « aditctl connect --help » liste les noms.
terminal-answers-not-json = Les réponses commencent comme du JSON mais ne sont pas un objet JSON.
terminal-answers-not-text = Une valeur des réponses n’est ni un texte entre guillemets ni une liste de textes.
    .advice = Mettez aussi les nombres entre guillemets, sinon les zéros au début d’un code sont perdus.
terminal-answers-too-large = Les réponses sont trop longues ou trop nombreuses.
    .advice = Une valeur fait 16 Kio au plus, et il y en a 256 au plus.
# Files beside a profile, with what would be typed otherwise.
terminal-login-from = Le nom d’utilisateur et le mot de passe viennent de { $file }, indiqué par le profil.
terminal-passphrase-from = La phrase secrète vient de { $file }, indiqué par le profil.
terminal-file-exposed = D’autres utilisateurs de cet ordinateur peuvent lire { $file }.
    .advice = « chmod 600 » les en empêche.
terminal-login-file-other = { $file } n’est pas un fichier avec un nom d’utilisateur à la première ligne et un mot de passe à la deuxième.
terminal-passphrase-file-other = { $file } n’est pas un fichier avec une phrase secrète à la première ligne.
terminal-secret-file-missing = { $file }, que le profil indique pour l’identification, n’est pas à côté de lui.
terminal-secret-file-elsewhere = { $file }, que le profil indique pour l’identification, n’est pas lu : il est masqué, ou n’est pas dans le dossier du profil.
    .advice = Son contenu serait envoyé au serveur du profil. Donnez-le avec --answers si c’est voulu.
terminal-secret-file-unreadable = { $file }, que le profil indique pour l’identification, est illisible.
verdict-importable = Prêt à l’emploi.
verdict-importable-with-warnings = Utilisable, avec une remarque.
verdict-incomplete =
    { $count ->
        [one] Utilisable une fois un élément ajouté.
        [many] Utilisable une fois { $count } d’éléments ajoutés.
       *[other] Utilisable une fois { $count } éléments ajoutés.
    }
verdict-reject = Inutilisable tel quel.
verdict-used = utilisé
verdict-ignored = ignoré
verdict-replaced = remplacé
verdict-warning = remarque
verdict-needed = requis
verdict-refused = refusé

## Settings

terminal-setting-none = Il n’y a pas de paramètre « { $name } ».
    .advice = Les voici tous : aditctl settings list
terminal-setting-wrong = Le paramètre « { $name } » ne peut pas avoir cette valeur.
    .advice = Il peut valoir : { $choices }
terminal-setting-unknown = inconnu : le service n’est pas démarré
terminal-setting-managed = défini par votre organisation
terminal-settings-damaged = Certains paramètres de { $path } sont illisibles. Les valeurs par défaut s’appliquent.
terminal-settings-no-folder = Il n’y a pas de dossier pour les paramètres : HOME n’est pas défini.
