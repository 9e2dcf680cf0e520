<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>EditorWords</name>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>an oder aus</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>etwas anderes</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>named numbers</source>
        <translation>benannte Zahlen</translation>
    </message>
    <message>
        <source>named texts</source>
        <translation>benannte Texte</translation>
    </message>
    <message>
        <source>path of a file</source>
        <translation>Pfad einer Datei</translation>
    </message>
    <message>
        <source>a share of the rows</source>
        <translation>ein Anteil der Zeilen</translation>
    </message>
    <message>
        <source>a file of their own</source>
        <translation>eine eigene Datei</translation>
    </message>
    <message>
        <source>200, or 5 min</source>
        <translation>200 oder 5 min</translation>
    </message>
    <message>
        <source>steps or a time</source>
        <translation>Schritte oder eine Zeit</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>Zahlen</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Recent projects</source>
        <translation>&amp;Letzte Projekte</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation>&amp;Textgröße</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>PlotWords</name>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>best</source>
        <translation>bester</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, lowest %4 at step %5.</source>
        <translation>%1: von %2 bis %3, niedrigster Wert %4 bei Schritt %5.</translation>
    </message>
    <message>
        <source>Best step: %1.</source>
        <translation>Bester Schritt: %1.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>%1 is at step %2 of %3.</source>
        <translation>%1 ist bei Schritt %2 von %3.</translation>
    </message>
    <message>
        <source>%1 left.</source>
        <translation>Noch %1.</translation>
    </message>
    <message>
        <source>Close Luthier</source>
        <translation>Luthier schließen</translation>
    </message>
    <message>
        <source>&amp;Save and close, resume later</source>
        <translation>&amp;Speichern und schließen, später fortsetzen</translation>
    </message>
    <message>
        <source>Stop and &amp;keep the best</source>
        <translation>Anhalten und das &amp;Beste behalten</translation>
    </message>
    <message>
        <source>&amp;Go back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Keep step %1 (&amp;best)</source>
        <translation>Schritt %1 behalten (&amp;bester)</translation>
    </message>
    <message>
        <source>Keep &amp;both</source>
        <translation>Bei&amp;de behalten</translation>
    </message>
    <message>
        <source>Keep step %1 (&amp;now)</source>
        <translation>Schritt %1 behalten (&amp;jetziger)</translation>
    </message>
    <message>
        <source>&amp;Throw the run away</source>
        <translation>Den Lauf &amp;wegwerfen</translation>
    </message>
    <message>
        <source>Stop the run</source>
        <translation>Den Lauf anhalten</translation>
    </message>
    <message>
        <source>What is kept of it?</source>
        <translation>Was bleibt davon?</translation>
    </message>
</context>
<context>
    <name>StateWords</name>
    <message>
        <source>not started</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>needs a look</source>
        <translation>ansehen</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>gesperrt</translation>
    </message>
</context>
<context>
    <name>Units</name>
    <message>
        <source>%1 s</source>
        <translation>%1 Sek.</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 Min. %2 Sek.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 Std. %2 Min.</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 Tg. %2 Std.</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>could not write</source>
        <translation>konnte nicht schreiben</translation>
    </message>
    <message>
        <source>could not flush</source>
        <translation>konnte nicht auf den Datenträger schreiben</translation>
    </message>
    <message>
        <source>could not open</source>
        <translation>konnte nicht öffnen</translation>
    </message>
    <message>
        <source>could not name</source>
        <translation>konnte nicht umbenennen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>diese Datei oder diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>free some space there, then go on; nothing that was saved before is lost</source>
        <translation>dort Platz schaffen, dann weitermachen; nichts vorher Gespeichertes ist verloren</translation>
    </message>
    <message>
        <source>your account may not do that there</source>
        <translation>Ihr Konto darf das dort nicht</translation>
    </message>
    <message>
        <source>stopped on request</source>
        <translation>auf Wunsch angehalten</translation>
    </message>
    <message>
        <source>this is not a file that can be read</source>
        <translation>das ist keine lesbare Datei</translation>
    </message>
    <message>
        <source>could not map</source>
        <translation>konnte nicht einblenden</translation>
    </message>
    <message>
        <source>could not read</source>
        <translation>konnte nicht lesen</translation>
    </message>
    <message>
        <source>the file is longer than %1 bytes</source>
        <translation>die Datei ist länger als %1 Bytes</translation>
    </message>
    <message>
        <source>could not create</source>
        <translation>konnte nicht anlegen</translation>
    </message>
    <message>
        <source>this folder exists already</source>
        <translation>diesen Ordner gibt es schon</translation>
    </message>
    <message>
        <source>choose another name, or remove it first</source>
        <translation>einen anderen Namen wählen oder ihn vorher entfernen</translation>
    </message>
    <message>
        <source>another process (%1) works in this folder</source>
        <translation>ein anderer Prozess (%1) arbeitet in diesem Ordner</translation>
    </message>
    <message>
        <source>wait until it is done, or choose another folder</source>
        <translation>warten, bis er fertig ist, oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>the key &apos;%1&apos; stands there twice</source>
        <translation>der Schlüssel „%1“ steht zweimal da</translation>
    </message>
    <message>
        <source>this is no JSON: %1</source>
        <translation>das ist kein JSON: %1</translation>
    </message>
    <message>
        <source>this is no JSON</source>
        <translation>das ist kein JSON</translation>
    </message>
    <message>
        <source>nested more than %1 levels deep</source>
        <translation>mehr als %1 Ebenen tief verschachtelt</translation>
    </message>
    <message>
        <source>longer than %1 bytes</source>
        <translation>länger als %1 Bytes</translation>
    </message>
    <message>
        <source>byte %1 is no UTF-8</source>
        <translation>Byte %1 ist kein UTF-8</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Die Datei wird gelesen</translation>
    </message>
    <message>
        <source>there is no &apos;%1&apos;</source>
        <translation>„%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>known: %1</source>
        <translation>bekannt: %1</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;? Known: %2</source>
        <translation>war „%1“ gemeint? Bekannt: %2</translation>
    </message>
    <message>
        <source>too deeply nested, or too much of it</source>
        <translation>zu tief verschachtelt oder zu viel davon</translation>
    </message>
    <message>
        <source>a key must be a text</source>
        <translation>ein Schlüssel muss ein Text sein</translation>
    </message>
    <message>
        <source>there is more than one document in this file</source>
        <translation>in dieser Datei steht mehr als ein Dokument</translation>
    </message>
    <message>
        <source>this is no YAML: %1</source>
        <translation>das ist kein YAML: %1</translation>
    </message>
    <message>
        <source>indent with spaces, and put texts with a colon in quotes</source>
        <translation>mit Leerzeichen einrücken und Texte mit Doppelpunkt in Anführungszeichen setzen</translation>
    </message>
    <message>
        <source>a recipe is a list of keys with values</source>
        <translation>ein Rezept ist eine Liste von Schlüsseln mit Werten</translation>
    </message>
    <message>
        <source>the recipe says no file to learn from</source>
        <translation>das Rezept nennt keine Datei zum Lernen</translation>
    </message>
    <message>
        <source>add data: {train: FILE}</source>
        <translation>data: {train: DATEI} ergänzen</translation>
    </message>
    <message>
        <source>a recipe has no key &apos;%1&apos;</source>
        <translation>ein Rezept hat keinen Schlüssel „%1“</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;?</source>
        <translation>war „%1“ gemeint?</translation>
    </message>
    <message>
        <source>the recipe does not say its version</source>
        <translation>das Rezept nennt seine Version nicht</translation>
    </message>
    <message>
        <source>begin it with: luthier: 1</source>
        <translation>mit dieser Zeile beginnen: luthier: 1</translation>
    </message>
    <message>
        <source>version &apos;%1&apos; of recipes is not known here</source>
        <translation>die Rezept-Version „%1“ ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>this program reads version 1</source>
        <translation>dieses Programm liest Version 1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; must hold named settings</source>
        <translation>„%1“ muss benannte Einstellungen enthalten</translation>
    </message>
    <message>
        <source>&apos;%1&apos; must be a text</source>
        <translation>„%1“ muss ein Text sein</translation>
    </message>
    <message>
        <source>the recipe says no %1</source>
        <translation>im Rezept fehlt: %1</translation>
    </message>
    <message>
        <source>a recipe is at most 1 MiB long</source>
        <translation>ein Rezept ist höchstens 1 MiB lang</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>at random, each label in its share</source>
        <translation>zufällig, jedes Label in seinem Anteil</translation>
    </message>
    <message>
        <source>by group: rows of one group stay together</source>
        <translation>nach Gruppe: Zeilen einer Gruppe bleiben zusammen</translation>
    </message>
    <message>
        <source>by date: the newest rows are held back</source>
        <translation>nach Datum: die neuesten Zeilen werden zurückgehalten</translation>
    </message>
    <message>
        <source>kept on one side</source>
        <translation>auf einer Seite gehalten</translation>
    </message>
    <message>
        <source>treated as different rows</source>
        <translation>wie verschiedene Zeilen behandelt</translation>
    </message>
    <message>
        <source>cut the end</source>
        <translation>das Ende abschneiden</translation>
    </message>
    <message>
        <source>cut the middle</source>
        <translation>die Mitte herausschneiden</translation>
    </message>
    <message>
        <source>leave the row out</source>
        <translation>die Zeile weglassen</translation>
    </message>
    <message>
        <source>split into several rows</source>
        <translation>in mehrere Zeilen teilen</translation>
    </message>
    <message>
        <source>Rows to learn from</source>
        <translation>Zeilen zum Lernen</translation>
    </message>
    <message>
        <source>The file with your examples. It is read and never written.</source>
        <translation>Die Datei mit Ihren Beispielen. Sie wird gelesen und nie verändert.</translation>
    </message>
    <message>
        <source>Held-back rows (validation set)</source>
        <translation>Zurückgehaltene Zeilen (Validierungsmenge)</translation>
    </message>
    <message>
        <source>Rows that are never learned from; on them one sees whether the model understands or memorises. Use a file if you have one, else a share of the rows.</source>
        <translation>Zeilen, aus denen nie gelernt wird; an ihnen sieht man, ob das Modell versteht oder auswendig lernt. Eine eigene Datei nehmen, wenn es eine gibt, sonst einen Anteil der Zeilen.</translation>
    </message>
    <message>
        <source>Test rows</source>
        <translation>Testzeilen</translation>
    </message>
    <message>
        <source>Rows that only the final comparison opens. Leave them alone until then, or results get too kind.</source>
        <translation>Zeilen, die erst der abschließende Vergleich öffnet. Bis dahin nicht anrühren, sonst werden die Ergebnisse zu freundlich.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Which column is what. Left empty, it is guessed from names and contents.</source>
        <translation>Welche Spalte was ist. Leer gelassen, wird es aus Namen und Inhalten geraten.</translation>
    </message>
    <message>
        <source>How rows are held back</source>
        <translation>Wie Zeilen zurückgehalten werden</translation>
    </message>
    <message>
        <source>At random, or so that a group or the newest dates stay on one side. Choose a group where rows of one person or case resemble each other.</source>
        <translation>Zufällig, oder so, dass eine Gruppe oder die neuesten Daten auf einer Seite bleiben. Eine Gruppe wählen, wenn Zeilen einer Person oder eines Falls einander ähneln.</translation>
    </message>
    <message>
        <source>Near-copies</source>
        <translation>Fast gleiche Zeilen</translation>
    </message>
    <message>
        <source>Rows that are almost the same stay on one side, so that the held-back rows are new to the model. Change this only if they mean different things.</source>
        <translation>Fast gleiche Zeilen bleiben auf einer Seite, damit die zurückgehaltenen für das Modell neu sind. Nur ändern, wenn sie Verschiedenes bedeuten.</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Korrekturen</translation>
    </message>
    <message>
        <source>A file with changed labels and rows to leave out. Your own file is never written.</source>
        <translation>Eine Datei mit geänderten Labels und wegzulassenden Zeilen. Ihre eigene Datei wird nie verändert.</translation>
    </message>
    <message>
        <source>Longest row</source>
        <translation>Längste Zeile</translation>
    </message>
    <message>
        <source>Rows with more tokens than this are treated as the next setting says. Longer rows need more memory and time.</source>
        <translation>Zeilen mit mehr Tokens werden so behandelt, wie es die nächste Einstellung sagt. Längere Zeilen brauchen mehr Speicher und Zeit.</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Rows that are too long</source>
        <translation>Zu lange Zeilen</translation>
    </message>
    <message>
        <source>What happens to a row with more tokens than the longest row allows. Every cut is counted and reported.</source>
        <translation>Was mit einer Zeile geschieht, die mehr Tokens hat als erlaubt. Jeder Schnitt wird gezählt und gemeldet.</translation>
    </message>
    <message>
        <source>Mix in</source>
        <translation>Beimischen</translation>
    </message>
    <message>
        <source>Further files that keep general abilities alive. Use it when forgetting was seen.</source>
        <translation>Weitere Dateien, die allgemeine Fähigkeiten erhalten. Anwenden, wenn Vergessen zu sehen war.</translation>
    </message>
    <message>
        <source>Layers to train</source>
        <translation>Zu trainierende Schichten</translation>
    </message>
    <message>
        <source>Which parts of the model may change: all, none, head, &quot;blocks 4-5&quot;, &quot;last 2&quot;, or names of tensors. Fewer parts learn less and forget less.</source>
        <translation>Welche Teile des Modells sich ändern dürfen: all, none, head, &quot;blocks 4-5&quot;, &quot;last 2&quot; oder Namen von Tensoren. Weniger Teile lernen weniger und vergessen weniger.</translation>
    </message>
    <message>
        <source>Layers to freeze</source>
        <translation>Einzufrierende Schichten</translation>
    </message>
    <message>
        <source>Taken away from the layers to train. Embeddings are a good first choice with few rows.</source>
        <translation>Werden von den zu trainierenden Schichten abgezogen. Bei wenigen Zeilen sind die Einbettungen eine gute erste Wahl.</translation>
    </message>
    <message>
        <source>Step size per part</source>
        <translation>Schrittweite je Teil</translation>
    </message>
    <message>
        <source>Factors on the learning rate for the head, the blocks and the embeddings; decay is a factor per block downwards. A new head may take larger steps.</source>
        <translation>Faktoren auf die Lernrate für Kopf, Blöcke und Einbettungen; decay ist ein Faktor je Block nach unten. Ein neuer Kopf darf größere Schritte machen.</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>gleichbleibend</translation>
    </message>
    <message>
        <source>falls evenly to zero</source>
        <translation>fällt gleichmäßig auf null</translation>
    </message>
    <message>
        <source>falls along a cosine to zero</source>
        <translation>fällt entlang eines Kosinus auf null</translation>
    </message>
    <message>
        <source>every row counts the same</source>
        <translation>jede Zeile zählt gleich</translation>
    </message>
    <message>
        <source>every class counts the same</source>
        <translation>jede Klasse zählt gleich</translation>
    </message>
    <message>
        <source>as the model says</source>
        <translation>wie das Modell es sagt</translation>
    </message>
    <message>
        <source>what this machine is good at</source>
        <translation>was dieser Rechner gut kann</translation>
    </message>
    <message>
        <source>32 bits</source>
        <translation>32 Bit</translation>
    </message>
    <message>
        <source>16 bits (bfloat16)</source>
        <translation>16 Bit (bfloat16)</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>warn, and keep the best</source>
        <translation>warnen und das Beste behalten</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>the best and the last</source>
        <translation>das beste und das letzte</translation>
    </message>
    <message>
        <source>the last</source>
        <translation>das letzte</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Rounds (epochs)</source>
        <translation>Runden (Epochen)</translation>
    </message>
    <message>
        <source>How often every row is learned from. More rounds learn more, until the model begins to memorise.</source>
        <translation>Wie oft aus jeder Zeile gelernt wird. Mehr Runden lernen mehr, bis das Modell auswendig zu lernen beginnt.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>A fixed number of steps instead of rounds. Leave it at none unless you compare runs of equal length.</source>
        <translation>Eine feste Zahl von Schritten statt Runden. Auf „keine“ lassen, außer beim Vergleich gleich langer Läufe.</translation>
    </message>
    <message>
        <source>Rows a step (batch size)</source>
        <translation>Zeilen je Schritt (Batchgröße)</translation>
    </message>
    <message>
        <source>How many rows are looked at before the model changes. More rows make steps calmer and fewer.</source>
        <translation>Wie viele Zeilen angesehen werden, bevor sich das Modell ändert. Mehr Zeilen machen Schritte ruhiger und weniger.</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Tokens held at once</source>
        <translation>Tokens zugleich im Speicher</translation>
    </message>
    <message>
        <source>A step is worked off in parts of this many tokens. Smaller parts need less memory; the result stays the same.</source>
        <translation>Ein Schritt wird in Teilen von so vielen Tokens abgearbeitet. Kleinere Teile brauchen weniger Speicher; das Ergebnis bleibt gleich.</translation>
    </message>
    <message>
        <source>How far each step goes (learning rate)</source>
        <translation>Wie weit jeder Schritt geht (Lernrate)</translation>
    </message>
    <message>
        <source>Larger steps learn faster and break more. Divide it by three when training gets worse; multiply it by three when nothing is learned.</source>
        <translation>Größere Schritte lernen schneller und verderben mehr. Durch drei teilen, wenn das Training schlechter wird; mit drei malnehmen, wenn nichts gelernt wird.</translation>
    </message>
    <message>
        <source>per step</source>
        <translation>je Schritt</translation>
    </message>
    <message>
        <source>Step size over time (schedule)</source>
        <translation>Schrittweite im Lauf der Zeit (Zeitplan)</translation>
    </message>
    <message>
        <source>Steps usually shrink towards the end, which settles the model. Constant is for comparisons and very short runs.</source>
        <translation>Schritte werden zum Ende hin meist kleiner, das beruhigt das Modell. Gleichbleibend ist für Vergleiche und sehr kurze Läufe.</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Aufwärmphase</translation>
    </message>
    <message>
        <source>Share of all steps over which the step size grows from nothing. Raise it if the loss jumps at the start.</source>
        <translation>Anteil aller Schritte, über den die Schrittweite von null wächst. Erhöhen, wenn der Verlust am Anfang springt.</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Gewichtsabbau</translation>
    </message>
    <message>
        <source>Pulls weights towards zero a little at each step. It can slow down memorising.</source>
        <translation>Zieht Gewichte bei jedem Schritt ein wenig zur Null. Das kann das Auswendiglernen bremsen.</translation>
    </message>
    <message>
        <source>Largest gradient (clipping)</source>
        <translation>Größter Gradient (Kappung)</translation>
    </message>
    <message>
        <source>Longer gradients are shortened to this length, so that one odd batch spoils nothing. 0 switches it off.</source>
        <translation>Längere Gradienten werden auf diese Länge gekürzt, damit ein einzelner Ausreißer nichts verdirbt. 0 schaltet es ab.</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>Klassengewichte</translation>
    </message>
    <message>
        <source>How much an error in each class counts. Use balanced when a rare class matters as much as a frequent one.</source>
        <translation>Wie viel ein Fehler in jeder Klasse zählt. „Jede Klasse zählt gleich“ nehmen, wenn eine seltene Klasse so wichtig ist wie eine häufige.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of signals switched off at random while training. More of it slows down memorising.</source>
        <translation>Anteil der Signale, die beim Training zufällig abgeschaltet werden. Mehr davon bremst das Auswendiglernen.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Bits used for each number while computing. Automatic takes what this machine is fast at; 32 bits is the reference.</source>
        <translation>Bits je Zahl beim Rechnen. Automatisch nimmt, was dieser Rechner schnell kann; 32 Bit ist die Referenz.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where to compute. Automatic takes a graphics card if there is one and the run fits into it.</source>
        <translation>Wo gerechnet wird. Automatisch nimmt eine Grafikkarte, wenn es eine gibt und der Lauf hineinpasst.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Processor cores to use. Automatic takes all physical cores; the window stays usable.</source>
        <translation>Zu nutzende Prozessorkerne. Automatisch nimmt alle echten Kerne; das Fenster bleibt benutzbar.</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>Mischen</translation>
    </message>
    <message>
        <source>Rows come in a new order each round. Switch it off only for comparisons.</source>
        <translation>Zeilen kommen in jeder Runde in neuer Reihenfolge. Nur für Vergleiche abschalten.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert des Zufalls</translation>
    </message>
    <message>
        <source>The same seed gives the same run. Other seeds show how much of a result is luck.</source>
        <translation>Derselbe Startwert ergibt denselben Lauf. Andere Startwerte zeigen, wie viel an einem Ergebnis Glück ist.</translation>
    </message>
    <message>
        <source>Same bits every time (deterministic)</source>
        <translation>Jedes Mal dieselben Bits (deterministisch)</translation>
    </message>
    <message>
        <source>The same recipe gives the same numbers to the last bit on this machine. It may be a little slower.</source>
        <translation>Dasselbe Rezept ergibt auf diesem Rechner dieselben Zahlen bis zum letzten Bit. Das kann etwas langsamer sein.</translation>
    </message>
    <message>
        <source>Look at held-back rows every</source>
        <translation>Zurückgehaltene Zeilen ansehen alle</translation>
    </message>
    <message>
        <source>Steps between two looks. Automatic gives at least 20 looks a run and 3 a round.</source>
        <translation>Schritte zwischen zwei Blicken. Automatisch ergibt mindestens 20 Blicke je Lauf und 3 je Runde.</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Stop early</source>
        <translation>Früh aufhören</translation>
    </message>
    <message>
        <source>Warn says when the model memorises and keeps the best. With patience the run stops after so many looks without improvement.</source>
        <translation>Warnen sagt, wenn das Modell auswendig lernt, und behält das Beste. Mit Geduld endet der Lauf nach so vielen Blicken ohne Verbesserung.</translation>
    </message>
    <message>
        <source>Checkpoints to keep</source>
        <translation>Zu behaltende Zwischenstände</translation>
    </message>
    <message>
        <source>Which saved states stay on the disk. Best keeps the best and the last.</source>
        <translation>Welche gespeicherten Stände auf dem Datenträger bleiben. „Das beste und das letzte“ behält diese beiden.</translation>
    </message>
    <message>
        <source>Save every</source>
        <translation>Speichern alle</translation>
    </message>
    <message>
        <source>How much work a power cut may cost at most: steps, or a time such as &quot;5 min&quot;.</source>
        <translation>Wie viel Arbeit ein Stromausfall höchstens kosten darf: Schritte oder eine Zeit wie &quot;5 min&quot;.</translation>
    </message>
    <message>
        <source>General probe</source>
        <translation>Allgemeine Probe</translation>
    </message>
    <message>
        <source>A general sample that shows whether the model forgets what it could. None switches it off.</source>
        <translation>Eine allgemeine Stichprobe, die zeigt, ob das Modell vergisst, was es konnte. „keine“ schaltet sie ab.</translation>
    </message>
    <message>
        <source>Must still work</source>
        <translation>Muss weiter gehen</translation>
    </message>
    <message>
        <source>Questions whose answers must not get worse. They are asked again during the run.</source>
        <translation>Fragen, deren Antworten nicht schlechter werden dürfen. Sie werden während des Laufs wieder gestellt.</translation>
    </message>
    <message>
        <source>Rows to verify with</source>
        <translation>Zeilen zur Prüfung</translation>
    </message>
    <message>
        <source>Held-back rows on which an export must give the answers of the run. More rows take longer.</source>
        <translation>Zurückgehaltene Zeilen, auf denen ein Export die Antworten des Laufs geben muss. Mehr Zeilen dauern länger.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>%1 is outside the allowed range, %2 to %3</source>
        <translation>%1 liegt außerhalb des erlaubten Bereichs, %2 bis %3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no whole number</source>
        <translation>„%1“ ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number</source>
        <translation>„%1“ ist keine Zahl</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is neither true nor false</source>
        <translation>„%1“ ist weder true noch false</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is none of the allowed words</source>
        <translation>„%1“ ist keines der erlaubten Wörter</translation>
    </message>
    <message>
        <source>a text is expected here</source>
        <translation>hier wird ein Text erwartet</translation>
    </message>
    <message>
        <source>a list of texts is expected here</source>
        <translation>hier wird eine Liste von Texten erwartet</translation>
    </message>
    <message>
        <source>named numbers are expected here</source>
        <translation>hier werden benannte Zahlen erwartet</translation>
    </message>
    <message>
        <source>&apos;%1: %2&apos; is no number</source>
        <translation>„%1: %2“ ist keine Zahl</translation>
    </message>
    <message>
        <source>named texts are expected here</source>
        <translation>hier werden benannte Texte erwartet</translation>
    </message>
    <message>
        <source>a path is expected here</source>
        <translation>hier wird ein Pfad erwartet</translation>
    </message>
    <message>
        <source>a path or {split: share} is expected here</source>
        <translation>hier wird ein Pfad oder {split: Anteil} erwartet</translation>
    </message>
    <message>
        <source>&apos;split: %1&apos; is no number</source>
        <translation>„split: %1“ ist keine Zahl</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is neither a number of steps nor a time</source>
        <translation>„%1“ ist weder eine Zahl von Schritten noch eine Zeit</translation>
    </message>
    <message>
        <source>a whole number is expected here</source>
        <translation>hier wird eine ganze Zahl erwartet</translation>
    </message>
    <message>
        <source>there is no &apos;%1&apos; here; known: %2</source>
        <translation>„%1“ gibt es hier nicht; bekannt: %2</translation>
    </message>
    <message>
        <source>allowed: %1</source>
        <translation>erlaubt: %1</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;? %2</source>
        <translation>war „%1“ gemeint? %2</translation>
    </message>
    <message>
        <source>there is no setting &apos;%1&apos; in &apos;%2&apos;</source>
        <translation>in „%2“ gibt es keine Einstellung „%1“</translation>
    </message>
</context>
<context>
    <name>luthier::ui::Actions</name>
    <message>
        <source>&amp;New project…</source>
        <translation>&amp;Neues Projekt …</translation>
    </message>
    <message>
        <source>Open &amp;project…</source>
        <translation>&amp;Projekt öffnen …</translation>
    </message>
    <message>
        <source>Add &amp;data…</source>
        <translation>&amp;Daten hinzufügen …</translation>
    </message>
    <message>
        <source>Try the &amp;example</source>
        <translation>Das &amp;Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Search settings</source>
        <translation>&amp;Einstellungen suchen</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>&amp;Nächster Schritt</translation>
    </message>
    <message>
        <source>&amp;Start a run</source>
        <translation>Einen Lauf &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>Pau&amp;sieren oder fortsetzen</translation>
    </message>
    <message>
        <source>S&amp;top…</source>
        <translation>An&amp;halten …</translation>
    </message>
    <message>
        <source>S&amp;ave a checkpoint now</source>
        <translation>Jetzt einen &amp;Zwischenstand speichern</translation>
    </message>
    <message>
        <source>&amp;List of runs</source>
        <translation>&amp;Liste der Läufe</translation>
    </message>
    <message>
        <source>&amp;Side panel</source>
        <translation>&amp;Seitenleiste</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>&amp;Rezept</translation>
    </message>
    <message>
        <source>Next &amp;area of the window</source>
        <translation>Nächster &amp;Bereich des Fensters</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>&amp;Tastatur</translation>
    </message>
    <message>
        <source>&amp;Word list</source>
        <translation>&amp;Wörterliste</translation>
    </message>
    <message>
        <source>Copy a &amp;fault report</source>
        <translation>&amp;Fehlerbericht kopieren</translation>
    </message>
</context>
<context>
    <name>luthier::ui::AnswerStrip</name>
    <message>
        <source>&amp;Why?</source>
        <translation>&amp;Warum?</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>Antwort: %1</translation>
    </message>
</context>
<context>
    <name>luthier::ui::BarChart</name>
    <message numerus="yes">
        <source>%n bar(s).</source>
        <translation>
            <numerusform>%n Balken.</numerusform>
            <numerusform>%n Balken.</numerusform>
        </translation>
    </message>
    <message>
        <source>Largest: %1, %2. Smallest: %3, %4.</source>
        <translation>Größter: %1, %2. Kleinster: %3, %4.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>luthier::ui::BottomBar</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
</context>
<context>
    <name>luthier::ui::Card</name>
    <message>
        <source>✓ Chosen</source>
        <translation>✓ Gewählt</translation>
    </message>
    <message>
        <source>%1, chosen</source>
        <translation>%1, gewählt</translation>
    </message>
</context>
<context>
    <name>luthier::ui::Chart</name>
    <message>
        <source>%1 as a table</source>
        <translation>%1 als Tabelle</translation>
    </message>
    <message>
        <source>Show as a chart (T)</source>
        <translation>Als Diagramm zeigen (T)</translation>
    </message>
    <message>
        <source>Show as a table (T)</source>
        <translation>Als Tabelle zeigen (T)</translation>
    </message>
    <message>
        <source>Copy the picture (C)</source>
        <translation>Das Bild kopieren (C)</translation>
    </message>
    <message>
        <source>Summary in words (S)</source>
        <translation>Zusammenfassung in Worten (S)</translation>
    </message>
    <message>
        <source>Show all (Home)</source>
        <translation>Alles zeigen (Pos1)</translation>
    </message>
</context>
<context>
    <name>luthier::ui::CheckPage</name>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Will it fit, and will it learn at all?</source>
        <translation>Passt es, und lernt es überhaupt?</translation>
    </message>
    <message>
        <source>A few real steps show whether it fits and learns. Nothing of them is kept.</source>
        <translation>Ein paar echte Schritte zeigen, ob es passt und lernt. Davon bleibt nichts.</translation>
    </message>
    <message>
        <source>&amp;Run the check</source>
        <translation>&amp;Prüfung starten</translation>
    </message>
    <message>
        <source>Start without it</source>
        <translation>Ohne sie beginnen</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>This recipe has not been checked yet.</source>
        <translation>Dieses Rezept wurde noch nicht geprüft.</translation>
    </message>
    <message>
        <source>The check is running.</source>
        <translation>Die Prüfung läuft.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::ComparePage</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Which is better, and for whom is it worse?</source>
        <translation>Was ist besser, und für wen ist es schlechter?</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>There is no run to compare yet.</source>
        <translation>Es gibt noch keinen Lauf zum Vergleichen.</translation>
    </message>
    <message>
        <source>Go to &amp;Train</source>
        <translation>Zum &amp;Training</translation>
    </message>
    <message>
        <source>Train first</source>
        <translation>Erst trainieren</translation>
    </message>
    <message>
        <source>Next: Try</source>
        <translation>Weiter: Ausprobieren</translation>
    </message>
    <message>
        <source>Comparing runs</source>
        <translation>Läufe werden verglichen</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1 (%2 bis %3)</translation>
    </message>
</context>
<context>
    <name>luthier::ui::DataPage</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Is my data good enough?</source>
        <translation>Sind meine Daten gut genug?</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>Längen</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Drop a file with your examples here.</source>
        <translation>Eine Datei mit Ihren Beispielen hierher ziehen.</translation>
    </message>
    <message>
        <source>&amp;Add a file…</source>
        <translation>Datei &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Try the example</source>
        <translation>Das Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Longest row changed</source>
        <translation>Längste Zeile geändert</translation>
    </message>
    <message>
        <source>Data chosen: %1</source>
        <translation>Daten gewählt: %1</translation>
    </message>
    <message>
        <source>There is no data yet.</source>
        <translation>Es gibt noch keine Daten.</translation>
    </message>
    <message>
        <source>Add data first</source>
        <translation>Erst Daten hinzufügen</translation>
    </message>
    <message>
        <source>Drop a file on the page, or press Add a file</source>
        <translation>Eine Datei auf die Seite ziehen oder „Datei hinzufügen“ drücken</translation>
    </message>
    <message>
        <source>Next: Model</source>
        <translation>Weiter: Modell</translation>
    </message>
    <message>
        <source>The rows are being read.</source>
        <translation>Die Zeilen werden gelesen.</translation>
    </message>
    <message>
        <source>Checking the data</source>
        <translation>Die Daten werden geprüft</translation>
    </message>
    <message>
        <source>The file cannot be used as it is.</source>
        <translation>Die Datei kann so nicht verwendet werden.</translation>
    </message>
    <message>
        <source>No rows were taken from it.</source>
        <translation>Es wurden keine Zeilen daraus genommen.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Lengths are counted when a model is chosen.</source>
        <translation>Längen werden gezählt, sobald ein Modell gewählt ist.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::DotWhisker</name>
    <message>
        <source>Highest: %1, %2. Lowest: %3, %4.</source>
        <translation>Höchster: %1, %2. Niedrigster: %3, %4.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
</context>
<context>
    <name>luthier::ui::ExportPage</name>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Take it away, proven: which form?</source>
        <translation>Geprüft mitnehmen: in welcher Form?</translation>
    </message>
    <message>
        <source>There is no run to export yet.</source>
        <translation>Es gibt noch keinen Lauf zum Exportieren.</translation>
    </message>
    <message>
        <source>Go to &amp;Train</source>
        <translation>Zum &amp;Training</translation>
    </message>
    <message>
        <source>Train first</source>
        <translation>Erst trainieren</translation>
    </message>
    <message>
        <source>Export and verify</source>
        <translation>Exportieren und prüfen</translation>
    </message>
    <message>
        <source>Choose a form first</source>
        <translation>Erst eine Form wählen</translation>
    </message>
    <message>
        <source>Looking at the run</source>
        <translation>Der Lauf wird angesehen</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Wohin</translation>
    </message>
    <message>
        <source>Exporting and verifying</source>
        <translation>Export und Prüfung</translation>
    </message>
</context>
<context>
    <name>luthier::ui::FlagEditor</name>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
</context>
<context>
    <name>luthier::ui::Histogram</name>
    <message>
        <source>%1 rows; most have %2 to %3 %4.</source>
        <translation>%1 Zeilen; die meisten haben %2 bis %3 %4.</translation>
    </message>
    <message>
        <source>The cut-off is at %1 %2.</source>
        <translation>Abgeschnitten wird bei %1 %2.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>cut off at %1</source>
        <translation>abgeschnitten bei %1</translation>
    </message>
</context>
<context>
    <name>luthier::ui::InlineMessage</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Technical details</source>
        <translation>Technische Einzelheiten</translation>
    </message>
    <message>
        <source>&amp;Copy for a report</source>
        <translation>Für einen Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>Without names, paths and texts of rows</source>
        <translation>Ohne Namen, Pfade und Texte von Zeilen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
</context>
<context>
    <name>luthier::ui::KeyboardDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>In the whole window</source>
        <translation>Im ganzen Fenster</translation>
    </message>
    <message>
        <source>Click into a field and press other keys; empty it to switch them off.</source>
        <translation>In ein Feld klicken und andere Tasten drücken; leeren schaltet sie ab.</translation>
    </message>
    <message>
        <source>In charts, tables and lists</source>
        <translation>In Diagrammen, Tabellen und Listen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Zurück zu %1</translation>
    </message>
    <message>
        <source>Reset: %1</source>
        <translation>Zurücksetzen: %1</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Help on the setting that has the focus</source>
        <translation>Hilfe zur Einstellung, die den Fokus hat</translation>
    </message>
    <message>
        <source>Arrows, Shift+arrows</source>
        <translation>Pfeile, Umschalt+Pfeile</translation>
    </message>
    <message>
        <source>Charts: move the cursor by one point, by ten</source>
        <translation>Diagramme: den Zeiger um einen Punkt bewegen, um zehn</translation>
    </message>
    <message>
        <source>Home, T, C, S</source>
        <translation>Pos1, T, C, S</translation>
    </message>
    <message>
        <source>Charts: show all, as a table, copy the picture, summary in words</source>
        <translation>Diagramme: alles zeigen, als Tabelle, das Bild kopieren, Zusammenfassung in Worten</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Curves: jump to the best step</source>
        <translation>Kurven: zum besten Schritt springen</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>Lengths: move the cut-off line by 16 tokens</source>
        <translation>Längen: die Schnittlinie um 16 Tokens bewegen</translation>
    </message>
    <message>
        <source>Space, A, 1–9</source>
        <translation>Leertaste, A, 1–9</translation>
    </message>
    <message>
        <source>Layer map: freeze or train, add-on, train the top blocks</source>
        <translation>Schichtkarte: einfrieren oder trainieren, Zusatz, oberste Blöcke trainieren</translation>
    </message>
    <message>
        <source>Arrows, Return, Space</source>
        <translation>Pfeile, Eingabe, Leertaste</translation>
    </message>
    <message>
        <source>Cards: go to the next, choose, show details</source>
        <translation>Karten: zur nächsten gehen, wählen, Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Return, F2</source>
        <translation>Eingabe, F2</translation>
    </message>
    <message>
        <source>Runs: open, rename</source>
        <translation>Läufe: öffnen, umbenennen</translation>
    </message>
    <message>
        <source>Tokens: go to the next token</source>
        <translation>Tokens: zum nächsten Token gehen</translation>
    </message>
    <message>
        <source>Up, Down, Shift</source>
        <translation>Hoch, Runter, Umschalt</translation>
    </message>
    <message>
        <source>Numbers: next sensible value, ten at once</source>
        <translation>Zahlen: nächster sinnvoller Wert, zehn auf einmal</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Close the drawer</source>
        <translation>Die Schublade schließen</translation>
    </message>
</context>
<context>
    <name>luthier::ui::LayerMap</name>
    <message>
        <source>Layer map</source>
        <translation>Schichtkarte</translation>
    </message>
    <message>
        <source>Space freezes or trains a part, A puts an add-on on it, 1 to 9 train the top blocks</source>
        <translation>Leertaste friert einen Teil ein oder trainiert ihn, A setzt einen Zusatz darauf, 1 bis 9 trainieren die obersten Blöcke</translation>
    </message>
</context>
<context>
    <name>luthier::ui::LayerModel</name>
    <message>
        <source>Blocks %1–%2</source>
        <translation>Blöcke %1–%2</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>eingefroren</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>frozen + add-on</source>
        <translation>eingefroren + Zusatz</translation>
    </message>
    <message>
        <source>frozen + add-on %1</source>
        <translation>eingefroren + Zusatz %1</translation>
    </message>
    <message>
        <source>partly trained</source>
        <translation>teils trainiert</translation>
    </message>
    <message>
        <source>%1, %2, %3 weights</source>
        <translation>%1, %2, %3 Gewichte</translation>
    </message>
    <message>
        <source>Part of the model</source>
        <translation>Teil des Modells</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Step size</source>
        <translation>Schrittweite</translation>
    </message>
</context>
<context>
    <name>luthier::ui::LossPlot</name>
    <message>
        <source>Round (epoch)</source>
        <translation>Runde (Epoche)</translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation>Zeit (s)</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) above the picture.</source>
        <translation>
            <numerusform>%n Punkt über dem Bild.</numerusform>
            <numerusform>%n Punkte über dem Bild.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>luthier::ui::MainWindow</name>
    <message>
        <source>The project could not be saved.</source>
        <translation>Das Projekt konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>That project was not opened.</source>
        <translation>Dieses Projekt wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>Choose or make a folder for the new project</source>
        <translation>Einen Ordner für das neue Projekt wählen oder anlegen</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Ein Projekt öffnen</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Luthier – %1</source>
        <translation>Luthier – %1</translation>
    </message>
    <message>
        <source>%1 (read-only: open in another window)</source>
        <translation>%1 (nur lesen: in einem anderen Fenster offen)</translation>
    </message>
    <message>
        <source>The language changes with the next start.</source>
        <translation>Die Sprache ändert sich beim nächsten Start.</translation>
    </message>
    <message>
        <source>A run is active, and the window stays as it is until then.</source>
        <translation>Ein Lauf ist aktiv, und das Fenster bleibt bis dahin, wie es ist.</translation>
    </message>
    <message>
        <source>A run is active.</source>
        <translation>Ein Lauf ist aktiv.</translation>
    </message>
    <message>
        <source>The project stays open while it trains.</source>
        <translation>Das Projekt bleibt offen, solange trainiert wird.</translation>
    </message>
    <message>
        <source>Wait until it ends, or stop it first.</source>
        <translation>Warten, bis er endet, oder ihn vorher anhalten.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::MethodPage</name>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>How should it learn?</source>
        <translation>Wie soll es lernen?</translation>
    </message>
    <message>
        <source>Next: Check</source>
        <translation>Weiter: Prüfen</translation>
    </message>
    <message>
        <source>No method is chosen yet.</source>
        <translation>Es ist noch keine Methode gewählt.</translation>
    </message>
    <message>
        <source>%1 is chosen.</source>
        <translation>%1 ist gewählt.</translation>
    </message>
    <message>
        <source>Working out memory and time</source>
        <translation>Speicher und Zeit werden ausgerechnet</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Method chosen: %1</source>
        <translation>Methode gewählt: %1</translation>
    </message>
    <message>
        <source>Trainable: %1 of %2 weights. Memory: about %3; you have %4.</source>
        <translation>Trainierbar: %1 von %2 Gewichten. Speicher: etwa %3; frei sind %4.</translation>
    </message>
    <message>
        <source>Parts trained</source>
        <translation>Teile trainiert</translation>
    </message>
    <message>
        <source>Parts frozen</source>
        <translation>Teile eingefroren</translation>
    </message>
</context>
<context>
    <name>luthier::ui::ModelPage</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Which model?</source>
        <translation>Welches Modell?</translation>
    </message>
    <message>
        <source>No model on this computer yet.</source>
        <translation>Noch kein Modell auf diesem Rechner.</translation>
    </message>
    <message>
        <source>&amp;Import a folder…</source>
        <translation>Ordner &amp;importieren …</translation>
    </message>
    <message>
        <source>Import a GGUF file…</source>
        <translation>GGUF-Datei importieren …</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>Ordner importieren</translation>
    </message>
    <message>
        <source>Import a GGUF file</source>
        <translation>GGUF-Datei importieren</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>Modelle (*.gguf)</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>Modelle werden gesucht</translation>
    </message>
    <message>
        <source>Importing a model</source>
        <translation>Ein Modell wird importiert</translation>
    </message>
    <message>
        <source>%1 weights · %2</source>
        <translation>%1 Gewichte · %2</translation>
    </message>
    <message>
        <source>Licence: not said</source>
        <translation>Lizenz: nicht genannt</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Lizenz: %1</translation>
    </message>
    <message>
        <source>Needs about %1; you have %2</source>
        <translation>Braucht etwa %1; frei sind %2</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>It cannot learn the goal of your data.</source>
        <translation>Es kann das Ziel Ihrer Daten nicht lernen.</translation>
    </message>
    <message>
        <source>Model chosen: %1</source>
        <translation>Modell gewählt: %1</translation>
    </message>
    <message>
        <source>No model is chosen yet.</source>
        <translation>Es ist noch kein Modell gewählt.</translation>
    </message>
    <message>
        <source>Choose a model first</source>
        <translation>Erst ein Modell wählen</translation>
    </message>
    <message>
        <source>Press Use on one of the cards</source>
        <translation>Auf einer der Karten „Verwenden“ drücken</translation>
    </message>
    <message>
        <source>%1 is chosen.</source>
        <translation>%1 ist gewählt.</translation>
    </message>
    <message>
        <source>Next: Method</source>
        <translation>Weiter: Methode</translation>
    </message>
    <message>
        <source>%1

Kind: %2
Reads at most %3 tokens at once.
Lies in %4</source>
        <translation>%1

Art: %2
Liest höchstens %3 Tokens auf einmal.
Liegt in %4</translation>
    </message>
</context>
<context>
    <name>luthier::ui::NumbersEditor</name>
    <message>
        <source>head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>Blöcke</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>Einbettungen</translation>
    </message>
    <message>
        <source>per block downwards</source>
        <translation>je Block nach unten</translation>
    </message>
    <message>
        <source>looks without improvement</source>
        <translation>Blicke ohne Verbesserung</translation>
    </message>
</context>
<context>
    <name>luthier::ui::Page</name>
    <message>
        <source>Something is missing on an earlier page</source>
        <translation>Auf einer früheren Seite fehlt etwas</translation>
    </message>
    <message>
        <source>Add data first</source>
        <translation>Erst Daten hinzufügen</translation>
    </message>
    <message>
        <source>Choose a model first</source>
        <translation>Erst ein Modell wählen</translation>
    </message>
    <message>
        <source>Choose a method first</source>
        <translation>Erst eine Methode wählen</translation>
    </message>
</context>
<context>
    <name>luthier::ui::PageHead</name>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>Finds any setting by a plain word or a technical term (Ctrl+F)</source>
        <translation>Findet jede Einstellung über ein einfaches Wort oder einen Fachbegriff (Strg+F)</translation>
    </message>
</context>
<context>
    <name>luthier::ui::PlotTools</name>
    <message>
        <source>&amp;Logarithmic</source>
        <translation>&amp;Logarithmisch</translation>
    </message>
    <message>
        <source>Cut s&amp;pikes</source>
        <translation>S&amp;pitzen kappen</translation>
    </message>
    <message>
        <source>&amp;Follow</source>
        <translation>&amp;Folgen</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Along the axis</source>
        <translation>Entlang der Achse</translation>
    </message>
    <message>
        <source>What the picture is drawn over: steps, rounds (epochs) or time</source>
        <translation>Worüber das Bild gezeichnet wird: Schritte, Runden (Epochen) oder Zeit</translation>
    </message>
    <message>
        <source>Shows small losses as large as great ones</source>
        <translation>Zeigt kleine Verluste so groß wie große</translation>
    </message>
    <message>
        <source>Leaves the highest hundredth of the points above the picture</source>
        <translation>Lässt das höchste Hundertstel der Punkte über dem Bild</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>How much of the past each drawn value keeps; 0 shows the raw values</source>
        <translation>Wie viel Vergangenheit jeder gezeichnete Wert behält; 0 zeigt die rohen Werte</translation>
    </message>
    <message>
        <source>Shows all again and follows the run</source>
        <translation>Zeigt wieder alles und folgt dem Lauf</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Glätten</translation>
    </message>
</context>
<context>
    <name>luthier::ui::ProjectDesk</name>
    <message>
        <source>My first project</source>
        <translation>Mein erstes Projekt</translation>
    </message>
    <message>
        <source>Add data</source>
        <translation>Daten hinzufügen</translation>
    </message>
    <message>
        <source>Tables and texts (*.csv *.tsv *.json *.jsonl);;All files (*)</source>
        <translation>Tabellen und Texte (*.csv *.tsv *.json *.jsonl);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Data chosen: %1</source>
        <translation>Daten gewählt: %1</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Unpacking the example</source>
        <translation>Das Beispiel wird ausgepackt</translation>
    </message>
    <message>
        <source>Example taken over</source>
        <translation>Beispiel übernommen</translation>
    </message>
</context>
<context>
    <name>luthier::ui::Rail</name>
    <message>
        <source>Steps of the work</source>
        <translation>Schritte der Arbeit</translation>
    </message>
    <message>
        <source>Runs (%1)</source>
        <translation>Läufe (%1)</translation>
    </message>
    <message>
        <source>The list of runs (Ctrl+L)</source>
        <translation>Die Liste der Läufe (Strg+L)</translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1 %2, %3</translation>
    </message>
</context>
<context>
    <name>luthier::ui::RecipePanel</name>
    <message>
        <source>Copy &amp;command</source>
        <translation>&amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>The command that runs this recipe without the window</source>
        <translation>Der Befehl, der dieses Rezept ohne das Fenster ausführt</translation>
    </message>
    <message>
        <source>Recipe as YAML</source>
        <translation>Rezept als YAML</translation>
    </message>
    <message>
        <source>Marked lines differ from what they start with.</source>
        <translation>Markierte Zeilen weichen vom Anfangswert ab.</translation>
    </message>
    <message>
        <source>Not ready to run yet. Marked lines are what was chosen so far.</source>
        <translation>Noch nicht bereit für einen Lauf. Markiert ist, was bisher gewählt wurde.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::RunDesk</name>
    <message>
        <source>The run was not started.</source>
        <translation>Der Lauf wurde nicht gestartet.</translation>
    </message>
    <message>
        <source>The run cannot go on.</source>
        <translation>Der Lauf kann nicht weitergehen.</translation>
    </message>
    <message>
        <source>A run is active.</source>
        <translation>Ein Lauf ist aktiv.</translation>
    </message>
    <message>
        <source>One run trains at a time; this one was not started.</source>
        <translation>Es trainiert nur ein Lauf zur Zeit; dieser wurde nicht gestartet.</translation>
    </message>
    <message>
        <source>Wait until it ends, or stop it first.</source>
        <translation>Warten, bis er endet, oder ihn vorher anhalten.</translation>
    </message>
    <message>
        <source>The run ended. What was saved before is kept.</source>
        <translation>Der Lauf ist zu Ende. Was vorher gespeichert wurde, bleibt.</translation>
    </message>
    <message>
        <source>%1 was interrupted at step %2.</source>
        <translation>%1 wurde bei Schritt %2 unterbrochen.</translation>
    </message>
    <message>
        <source>It can go on from its newest whole checkpoint.</source>
        <translation>Er kann vom neuesten vollständigen Zwischenstand weitergehen.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Keep the &amp;best</source>
        <translation>Das &amp;Beste behalten</translation>
    </message>
</context>
<context>
    <name>luthier::ui::RunLibrary</name>
    <message>
        <source>Reading the list of runs</source>
        <translation>Die Liste der Läufe wird gelesen</translation>
    </message>
    <message>
        <source>Renaming a run</source>
        <translation>Ein Lauf wird umbenannt</translation>
    </message>
    <message>
        <source>Tidying up a run</source>
        <translation>Ein Lauf wird aufgeräumt</translation>
    </message>
</context>
<context>
    <name>luthier::ui::RunsPanel</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped early</source>
        <translation>früh beendet</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weitermachen</translation>
    </message>
    <message>
        <source>Use its &amp;recipe</source>
        <translation>Sein &amp;Rezept verwenden</translation>
    </message>
    <message>
        <source>No run yet.</source>
        <translation>Noch kein Lauf.</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>Zum Training</translation>
    </message>
    <message>
        <source>Runs of this project</source>
        <translation>Läufe dieses Projekts</translation>
    </message>
    <message>
        <source>The draft becomes a copy of this run&apos;s recipe</source>
        <translation>Der Entwurf wird eine Kopie des Rezepts dieses Laufs</translation>
    </message>
    <message>
        <source>%1 · best step %2 · loss %3 · %4</source>
        <translation>%1 · bester Schritt %2 · Verlust %3 · %4</translation>
    </message>
    <message>
        <source>Goes on from the newest whole checkpoint</source>
        <translation>Geht vom neuesten vollständigen Zwischenstand weiter</translation>
    </message>
    <message>
        <source>Only a stopped or interrupted run can go on</source>
        <translation>Nur ein angehaltener oder unterbrochener Lauf kann weitergehen</translation>
    </message>
    <message>
        <source>Recipe of %1 taken over</source>
        <translation>Rezept von %1 übernommen</translation>
    </message>
</context>
<context>
    <name>luthier::ui::SettingRow</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Help: %1</source>
        <translation>Hilfe: %1</translation>
    </message>
    <message>
        <source>Back to what it starts with</source>
        <translation>Zurück zum Anfangswert</translation>
    </message>
    <message>
        <source>Reset: %1</source>
        <translation>Zurücksetzen: %1</translation>
    </message>
    <message>
        <source>In the recipe: %1</source>
        <translation>Im Rezept: %1</translation>
    </message>
    <message>
        <source>Range: %1. In the recipe: %2</source>
        <translation>Bereich: %1. Im Rezept: %2</translation>
    </message>
</context>
<context>
    <name>luthier::ui::SettingsForm</name>
    <message>
        <source>More settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 reset</source>
        <translation>%1 zurückgesetzt</translation>
    </message>
    <message numerus="yes">
        <source>More settings (%n changed)</source>
        <translation>
            <numerusform>Weitere Einstellungen (%n geändert)</numerusform>
            <numerusform>Weitere Einstellungen (%n geändert)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>luthier::ui::SettingsSearch</name>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
</context>
<context>
    <name>luthier::ui::ShareEditor</name>
    <message>
        <source>% of the rows</source>
        <translation>% der Zeilen</translation>
    </message>
</context>
<context>
    <name>luthier::ui::SidePanel</name>
    <message>
        <source>Close (F9)</source>
        <translation>Schließen (F9)</translation>
    </message>
    <message>
        <source>Close the side panel</source>
        <translation>Die Seitenleiste schließen</translation>
    </message>
    <message>
        <source>Side panel</source>
        <translation>Seitenleiste</translation>
    </message>
</context>
<context>
    <name>luthier::ui::StatusLine</name>
    <message>
        <source>Show the run</source>
        <translation>Den Lauf zeigen</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>Memory that Luthier uses, and what is still free on this computer</source>
        <translation>Speicher, den Luthier benutzt, und was auf diesem Rechner noch frei ist</translation>
    </message>
    <message>
        <source>How busy the processor is, with all programs</source>
        <translation>Wie ausgelastet der Prozessor mit allen Programmen ist</translation>
    </message>
    <message>
        <source>No run</source>
        <translation>Kein Lauf</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume the run</source>
        <translation>Den Lauf fortsetzen</translation>
    </message>
    <message>
        <source>Pause the run</source>
        <translation>Den Lauf pausieren</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 · finishing the step and saving</source>
        <translation>%1 · der Schritt wird beendet und gespeichert</translation>
    </message>
    <message>
        <source>%1 · paused</source>
        <translation>%1 · pausiert</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · noch %2</translation>
    </message>
    <message>
        <source>Jobs (%1)</source>
        <translation>Aufgaben (%1)</translation>
    </message>
    <message>
        <source>%1 – stopping</source>
        <translation>%1 – hält an</translation>
    </message>
    <message>
        <source>%1 – %2 – stop</source>
        <translation>%1 – %2 – anhalten</translation>
    </message>
    <message>
        <source>%1 – stop</source>
        <translation>%1 – anhalten</translation>
    </message>
    <message>
        <source>Nothing is being worked on</source>
        <translation>Es wird an nichts gearbeitet</translation>
    </message>
    <message>
        <source>Memory %1, free %2 of %3</source>
        <translation>Speicher %1, frei %2 von %3</translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation>CPU %1</translation>
    </message>
</context>
<context>
    <name>luthier::ui::TableModel</name>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>second text</source>
        <translation>zweiter Text</translation>
    </message>
    <message>
        <source>label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>completion</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>bevorzugt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>span tags</source>
        <translation>Textmarken</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>group (keep together)</source>
        <translation>Gruppe (zusammenhalten)</translation>
    </message>
    <message>
        <source>date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>slice (compare by)</source>
        <translation>Teilmenge (vergleichen nach)</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>nicht beachtet</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>no role yet</source>
        <translation>noch keine Rolle</translation>
    </message>
    <message>
        <source>Column %1, %2</source>
        <translation>Spalte %1, %2</translation>
    </message>
</context>
<context>
    <name>luthier::ui::TokenView</name>
    <message>
        <source>What the model sees, token by token</source>
        <translation>Was das Modell sieht, Token für Token</translation>
    </message>
    <message>
        <source>%1 learned, %2 read only, %3 special, %4 cut off</source>
        <translation>%1 gelernt, %2 nur gelesen, %3 besonders, %4 abgeschnitten</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>gelernt</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur gelesen</translation>
    </message>
    <message>
        <source>special</source>
        <translation>besonders</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>Token %1 of %2: “%3”, %4, number %5 in the vocabulary</source>
        <translation>Token %1 von %2: „%3“, %4, Nummer %5 im Wortschatz</translation>
    </message>
</context>
<context>
    <name>luthier::ui::TrainPage</name>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Is it learning or memorising?</source>
        <translation>Lernt es, oder lernt es auswendig?</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>Verlust (nats)</translation>
    </message>
    <message>
        <source>No run yet.</source>
        <translation>Noch kein Lauf.</translation>
    </message>
    <message>
        <source>&amp;Start with these settings</source>
        <translation>Mit diesen Einstellungen &amp;beginnen</translation>
    </message>
    <message>
        <source>Run the check first</source>
        <translation>Erst die Prüfung starten</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>held-back</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>The first point comes after the first step.</source>
        <translation>Der erste Punkt kommt nach dem ersten Schritt.</translation>
    </message>
    <message>
        <source>Nothing was trained yet.</source>
        <translation>Es wurde noch nichts trainiert.</translation>
    </message>
    <message>
        <source>Reading a run</source>
        <translation>Ein Lauf wird gelesen</translation>
    </message>
    <message>
        <source>Too early to tell.</source>
        <translation>Noch zu früh für ein Urteil.</translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation>Anhalten …</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
</context>
<context>
    <name>luthier::ui::TryPage</name>
    <message>
        <source>Try</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Is it better than just prompting?</source>
        <translation>Ist es besser, als nur zu fragen?</translation>
    </message>
    <message>
        <source>A model is needed to try something.</source>
        <translation>Zum Ausprobieren wird ein Modell gebraucht.</translation>
    </message>
    <message>
        <source>Choose a &amp;model</source>
        <translation>Ein &amp;Modell wählen</translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation>&amp;Fragen</translation>
    </message>
    <message>
        <source>Your text</source>
        <translation>Ihr Text</translation>
    </message>
    <message>
        <source>Type a text as the model will get it.</source>
        <translation>Einen Text eingeben, wie ihn das Modell bekommen wird.</translation>
    </message>
    <message>
        <source>Nothing was tried yet.</source>
        <translation>Es wurde noch nichts ausprobiert.</translation>
    </message>
    <message>
        <source>Next: Export</source>
        <translation>Weiter: Export</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Es wird geantwortet</translation>
    </message>
    <message>
        <source>%1 answered.</source>
        <translation>%1 hat geantwortet.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::WordList</name>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Your examples. One row is one text with its label or its answer.</source>
        <translation>Ihre Beispiele. Eine Zeile ist ein Text mit seinem Label oder seiner Antwort.</translation>
    </message>
    <message>
        <source>Held-back rows (validation set)</source>
        <translation>Zurückgehaltene Zeilen (Validierungsmenge)</translation>
    </message>
    <message>
        <source>Rows that are never learned from. On them one sees whether the model understands or memorises.</source>
        <translation>Zeilen, aus denen nie gelernt wird. An ihnen sieht man, ob das Modell versteht oder auswendig lernt.</translation>
    </message>
    <message>
        <source>Test rows</source>
        <translation>Testzeilen</translation>
    </message>
    <message>
        <source>Rows that only the final comparison opens.</source>
        <translation>Zeilen, die erst der abschließende Vergleich öffnet.</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Everything a run depends on, as a file: data, model, method and settings.</source>
        <translation>Alles, wovon ein Lauf abhängt, als Datei: Daten, Modell, Methode und Einstellungen.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>One training from its first step to its last. It keeps its own copy of the recipe.</source>
        <translation>Ein Training vom ersten bis zum letzten Schritt. Es behält seine eigene Kopie des Rezepts.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>The model looks at some rows and changes a little.</source>
        <translation>Das Modell sieht einige Zeilen an und ändert sich ein wenig.</translation>
    </message>
    <message>
        <source>Round (epoch)</source>
        <translation>Runde (Epoche)</translation>
    </message>
    <message>
        <source>Every row was learned from once.</source>
        <translation>Aus jeder Zeile wurde einmal gelernt.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>How wrong the model is, as a number. Lower is better.</source>
        <translation>Wie falsch das Modell liegt, als Zahl. Weniger ist besser.</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Zwischenstand (Checkpoint)</translation>
    </message>
    <message>
        <source>The state of a model at one step, saved to the disk.</source>
        <translation>Der Stand eines Modells bei einem Schritt, auf dem Datenträger gespeichert.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>The numbers in a model. Learning changes them.</source>
        <translation>Die Zahlen in einem Modell. Lernen ändert sie.</translation>
    </message>
    <message>
        <source>Add-on (adapter)</source>
        <translation>Zusatz (Adapter)</translation>
    </message>
    <message>
        <source>A few new weights beside those of the model. They are trained, the model stays as it is.</source>
        <translation>Ein paar neue Gewichte neben denen des Modells. Sie werden trainiert, das Modell bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>A piece of text that a model reads at once: a word or a part of one.</source>
        <translation>Ein Stück Text, das ein Modell auf einmal liest: ein Wort oder ein Teil davon.</translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation>Überanpassung</translation>
    </message>
    <message>
        <source>The model learns your rows by heart and gets worse on new ones.</source>
        <translation>Das Modell lernt Ihre Zeilen auswendig und wird auf neuen schlechter.</translation>
    </message>
    <message>
        <source>Word list</source>
        <translation>Wörterliste</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
</context>
</TS>
