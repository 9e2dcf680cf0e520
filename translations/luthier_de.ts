<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Branches</name>
    <message>
        <source>%1, more regularisation</source>
        <translation>%1, mehr Regularisierung</translation>
    </message>
    <message>
        <source>%1, larger steps</source>
        <translation>%1, größere Schritte</translation>
    </message>
    <message>
        <source>%1, longer</source>
        <translation>%1, länger</translation>
    </message>
    <message>
        <source>%1, smaller steps</source>
        <translation>%1, kleinere Schritte</translation>
    </message>
</context>
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
    <name>MethodWords</name>
    <message>
        <source>%1 weights, about %2; measured: %3</source>
        <translation>%1 Gewichte, etwa %2; gemessen: %3</translation>
    </message>
    <message>
        <source>%1 weights, about %2 and %3</source>
        <translation>%1 Gewichte, etwa %2 und %3</translation>
    </message>
    <message>
        <source>%1 weights, about %2</source>
        <translation>%1 Gewichte, etwa %2</translation>
    </message>
    <message>
        <source>%1 fits: about %2 of %3 (a guess), and about %4 (measured).</source>
        <translation>%1 passt: etwa %2 von %3 (geschätzt) und etwa %4 (gemessen).</translation>
    </message>
    <message>
        <source>%1 fits: about %2 of %3, and about %4 (a guess).</source>
        <translation>%1 passt: etwa %2 von %3 und etwa %4 (geschätzt).</translation>
    </message>
    <message>
        <source>%1 fits: about %2 of %3 (a guess).</source>
        <translation>%1 passt: etwa %2 von %3 (geschätzt).</translation>
    </message>
    <message>
        <source>Nothing would learn: every part is frozen.</source>
        <translation>Nichts würde lernen: Jeder Teil ist eingefroren.</translation>
    </message>
    <message>
        <source>%1 of forgetting. %2</source>
        <translation>%1 des Vergessens. %2</translation>
    </message>
    <message>
        <source>%1 needs about %2, more than the %3 that you have.</source>
        <translation>%1 braucht etwa %2, mehr als die freien %3.</translation>
    </message>
    <message>
        <source>It may forget what it could do before.</source>
        <translation>Es könnte vergessen, was es vorher konnte.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>%1: more memory than you have</source>
        <translation>%1: mehr Speicher, als frei ist</translation>
    </message>
    <message>
        <source>No method is chosen yet. LoRA is a good start for most data.</source>
        <translation>Es ist noch keine Methode gewählt. LoRA ist für die meisten Daten ein guter Anfang.</translation>
    </message>
    <message>
        <source>%1 is chosen.</source>
        <translation>%1 ist gewählt.</translation>
    </message>
</context>
<context>
    <name>Metrics</name>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Macro-F1</source>
        <translation>Makro-F1</translation>
    </message>
    <message>
        <source>Tokens guessed right</source>
        <translation>Richtig geratene Token</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 (%2–%3)</source>
        <translation>%1 (%2–%3)</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1 (%2 bis %3)</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>Licence not said: ask where it came from</source>
        <translation>Lizenz nicht genannt: fragen Sie, woher es kommt</translation>
    </message>
    <message>
        <source>%1: free to use</source>
        <translation>%1: frei zu benutzen</translation>
    </message>
    <message>
        <source>%1: read its terms first</source>
        <translation>%1: erst die Bedingungen lesen</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>Nicht benutzbar</translation>
    </message>
    <message>
        <source>%1 weights · %2</source>
        <translation>%1 Gewichte · %2</translation>
    </message>
    <message>
        <source>%1 weights · %2, compressed (%3)</source>
        <translation>%1 Gewichte · %2, komprimiert (%3)</translation>
    </message>
    <message>
        <source>Fits: needs about %1 of %2</source>
        <translation>Passt: braucht etwa %1 von %2</translation>
    </message>
    <message>
        <source>Tight: needs about %1; you have %2</source>
        <translation>Knapp: braucht etwa %1; frei sind %2</translation>
    </message>
    <message>
        <source>It cannot learn the goal of your data.</source>
        <translation>Es kann das Ziel Ihrer Daten nicht lernen.</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht genannt</translation>
    </message>
    <message>
        <source>Why it cannot be used</source>
        <translation>Warum es nicht benutzbar ist</translation>
    </message>
    <message>
        <source>Lies in</source>
        <translation>Liegt in</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation>Größe auf dem Datenträger</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>full precision</source>
        <translation>volle Genauigkeit</translation>
    </message>
    <message>
        <source>Reads at once</source>
        <translation>Liest auf einmal</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Sprachen</translation>
    </message>
    <message>
        <source>Memory to train it (LoRA)</source>
        <translation>Speicher zum Trainieren (LoRA)</translation>
    </message>
    <message>
        <source>about %1, a guess</source>
        <translation>etwa %1, geschätzt</translation>
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
    <name>RunTables</name>
    <message>
        <source>▶ %1</source>
        <translation>▶ %1</translation>
    </message>
    <message>
        <source>This run is training; it is compared when it has ended.</source>
        <translation>Dieser Lauf trainiert; er wird verglichen, wenn er zu Ende ist.</translation>
    </message>
    <message>
        <source>≠ %1</source>
        <translation>≠ %1</translation>
    </message>
    <message>
        <source>Measured on other rows than the first one: not to be ranked together.</source>
        <translation>Auf anderen Zeilen gemessen als der erste: nicht in eine Reihenfolge zu bringen.</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>Vergleichswert</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>nicht zu sagen</translation>
    </message>
    <message>
        <source>held against</source>
        <translation>Maßstab</translation>
    </message>
    <message>
        <source>other rows</source>
        <translation>andere Zeilen</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>On the same rows. Chance alone gives such a difference in %1 of 100 tests (corrected for the number of runs, Holm).</source>
        <translation>Auf denselben Zeilen. Der Zufall allein ergibt einen solchen Unterschied in %1 von 100 Tests (nach der Zahl der Läufe korrigiert, Holm).</translation>
    </message>
    <message>
        <source>With its 95 % interval</source>
        <translation>Mit seinem 95-%-Intervall</translation>
    </message>
    <message>
        <source>%1 (while training)</source>
        <translation>%1 (beim Training)</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Tick what is to be compared</source>
        <translation>Haken Sie an, was verglichen werden soll</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>To the first row, on the same rows, with its 95 % interval</source>
        <translation>Zur ersten Zeile, auf denselben Zeilen, mit seinem 95-%-Intervall</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>Verlust (Nats)</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Best step</source>
        <translation>Bester Schritt</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Präzision</translation>
    </message>
    <message>
        <source>Of the rows that got this answer, how many are right</source>
        <translation>Wie viele der Zeilen mit dieser Antwort richtig sind</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Ausbeute</translation>
    </message>
    <message>
        <source>Of the rows of this class, how many were found</source>
        <translation>Wie viele Zeilen dieser Klasse gefunden wurden</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Both in one number</source>
        <translation>Beides in einer Zahl</translation>
    </message>
    <message>
        <source>F1 against the first row</source>
        <translation>F1 gegenüber der ersten Zeile</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>Richtige Antwort</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Loss before</source>
        <translation>Verlust vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Loss after</source>
        <translation>Verlust nachher</translation>
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
    <name>Verdicts</name>
    <message>
        <source>Broken</source>
        <translation>Zerbrochen</translation>
    </message>
    <message>
        <source>Diverging</source>
        <translation>Läuft auseinander</translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation>Überanpassung</translation>
    </message>
    <message>
        <source>Memorising, still useful</source>
        <translation>Lernt auswendig, noch nützlich</translation>
    </message>
    <message>
        <source>Flattening</source>
        <translation>Flacht ab</translation>
    </message>
    <message>
        <source>Barely learning</source>
        <translation>Lernt kaum</translation>
    </message>
    <message>
        <source>Too jumpy to judge</source>
        <translation>Zu sprunghaft für ein Urteil</translation>
    </message>
    <message>
        <source>Different kinds of rows</source>
        <translation>Verschiedenartige Zeilen</translation>
    </message>
    <message>
        <source>Too good to be true</source>
        <translation>Zu gut, um wahr zu sein</translation>
    </message>
    <message>
        <source>Labels in doubt</source>
        <translation>Labels zweifelhaft</translation>
    </message>
    <message>
        <source>Forgetting</source>
        <translation>Vergisst</translation>
    </message>
    <message>
        <source>Ended while improving</source>
        <translation>Endete, während es besser wurde</translation>
    </message>
    <message>
        <source>Learning well</source>
        <translation>Lernt gut</translation>
    </message>
    <message>
        <source>Too early to tell</source>
        <translation>Noch zu früh</translation>
    </message>
    <message>
        <source>%1, mild</source>
        <translation>%1, leicht</translation>
    </message>
    <message>
        <source>%1, moderate</source>
        <translation>%1, mäßig</translation>
    </message>
    <message>
        <source>%1, severe</source>
        <translation>%1, stark</translation>
    </message>
    <message>
        <source>Stop and keep step %1</source>
        <translation>Anhalten und Schritt %1 behalten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Smaller steps from step %1</source>
        <translation>Kleinere Schritte ab Schritt %1</translation>
    </message>
    <message>
        <source>Regularise from step %1</source>
        <translation>Ab Schritt %1 regularisieren</translation>
    </message>
    <message>
        <source>Continue and watch</source>
        <translation>Weiter und beobachten</translation>
    </message>
    <message>
        <source>Go back to step %1</source>
        <translation>Zurück zu Schritt %1</translation>
    </message>
    <message>
        <source>Start again, larger steps</source>
        <translation>Neu beginnen, größere Schritte</translation>
    </message>
    <message>
        <source>Choose more layers</source>
        <translation>Mehr Schichten wählen</translation>
    </message>
    <message>
        <source>Choose a larger batch</source>
        <translation>Größeren Batch wählen</translation>
    </message>
    <message>
        <source>Get more rows</source>
        <translation>Mehr Zeilen besorgen</translation>
    </message>
    <message>
        <source>Hold more rows back</source>
        <translation>Mehr Zeilen zurückhalten</translation>
    </message>
    <message>
        <source>Split the rows again</source>
        <translation>Die Zeilen neu aufteilen</translation>
    </message>
    <message>
        <source>Look at the rows</source>
        <translation>Die Zeilen ansehen</translation>
    </message>
    <message>
        <source>Look for copies</source>
        <translation>Nach Kopien suchen</translation>
    </message>
    <message>
        <source>Train %1 steps more</source>
        <translation>%1 Schritte weiter trainieren</translation>
    </message>
    <message>
        <source>Held-back loss: falling</source>
        <translation>Verlust auf zurückgehaltenen Zeilen: fällt</translation>
    </message>
    <message>
        <source>Held-back loss: flat</source>
        <translation>Verlust auf zurückgehaltenen Zeilen: flach</translation>
    </message>
    <message>
        <source>Held-back loss: %1 % above its lowest</source>
        <translation>Verlust auf zurückgehaltenen Zeilen: %1 % über dem Tiefststand</translation>
    </message>
    <message>
        <source>Gap to training rows: %1 (healthy below %2)</source>
        <translation>Abstand zu Trainingszeilen: %1 (gesund unter %2)</translation>
    </message>
    <message>
        <source>Looks since the best: %1</source>
        <translation>Blicke seit dem besten: %1</translation>
    </message>
    <message>
        <source>Noise of a look: ±%1 nats</source>
        <translation>Rauschen eines Blicks: ±%1 Nats</translation>
    </message>
    <message>
        <source>Jumps between looks: ±%1 %</source>
        <translation>Sprünge zwischen Blicken: ±%1 %</translation>
    </message>
    <message>
        <source>Training loss fell by %1 %</source>
        <translation>Trainingsverlust fiel um %1 %</translation>
    </message>
    <message>
        <source>Confidence: %1</source>
        <translation>Sicherheit: %1</translation>
    </message>
    <message>
        <source>Confidence: %1 (looks: %2)</source>
        <translation>Sicherheit: %1 (Blicke: %2)</translation>
    </message>
    <message>
        <source>Start again, smaller steps</source>
        <translation>Neu beginnen, kleinere Schritte</translation>
    </message>
    <message>
        <source>Start again, regularised</source>
        <translation>Neu beginnen, regularisiert</translation>
    </message>
    <message>
        <source>Training loss rose by %1 %</source>
        <translation>Der Trainingsverlust stieg um %1 %</translation>
    </message>
</context>
<context>
    <name>Votes</name>
    <message>
        <source>You preferred the tuned model %1 of %2 times.</source>
        <translation>Sie haben das trainierte Modell %1 von %2 Mal vorgezogen.</translation>
    </message>
    <message>
        <source>About %1 more votes are needed to tell.</source>
        <translation>Etwa %1 weitere Stimmen sind nötig, um es zu sagen.</translation>
    </message>
    <message>
        <source>By luck alone such a result comes in %1 of 100 tests: not sure yet.</source>
        <translation>Durch Glück allein kommt ein solches Ergebnis in %1 von 100 Tests: noch nicht sicher.</translation>
    </message>
    <message>
        <source>By luck alone such a result comes in %1 of 100 tests: the tuned model is better.</source>
        <translation>Durch Glück allein kommt ein solches Ergebnis in %1 von 100 Tests: Das trainierte Modell ist besser.</translation>
    </message>
    <message>
        <source>By luck alone such a result comes in %1 of 100 tests: prompting is better.</source>
        <translation>Durch Glück allein kommt ein solches Ergebnis in %1 von 100 Tests: Eine Anweisung (Prompt) ist besser.</translation>
    </message>
    <message>
        <source>No votes yet.</source>
        <translation>Noch keine Stimmen.</translation>
    </message>
    <message>
        <source>Tuned %1, prompt %2, ties %3</source>
        <translation>Trainiert %1, Anweisung %2, unentschieden %3</translation>
    </message>
    <message>
        <source>%1 (95 % range for tuned: %2–%3 %)</source>
        <translation>%1 (95-%-Bereich für trainiert: %2–%3 %)</translation>
    </message>
    <message>
        <source>Neither was preferred so far.</source>
        <translation>Bisher wurde keines vorgezogen.</translation>
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
        <source>Processor cores to use at most; fewer while other programs keep them busy. Automatic takes all physical cores; the window stays usable.</source>
        <translation>Höchstens so viele Prozessorkerne, weniger, solange andere Programme sie beschäftigen. Automatisch nimmt alle echten Kerne; das Fenster bleibt benutzbar.</translation>
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
    <message>
        <source>look at how the name is written, and in which folder it is</source>
        <translation>sehen Sie nach, wie der Name geschrieben ist und in welchem Ordner es liegt</translation>
    </message>
    <message>
        <source>could not remove</source>
        <translation>konnte nicht entfernt werden</translation>
    </message>
    <message>
        <source>a number is too large: %1</source>
        <translation>eine Zahl ist zu groß: %1</translation>
    </message>
    <message>
        <source>this is no JSON: byte %1 is zero</source>
        <translation>das ist kein JSON: Byte %1 ist null</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; is stored as %2, which is not supported</source>
        <translation>der Tensor „%1“ ist als %2 gespeichert, was nicht unterstützt wird</translation>
    </message>
    <message>
        <source>a text would be %1 bytes long; at most %2 are read</source>
        <translation>ein Text wäre %1 Bytes lang; höchstens %2 werden gelesen</translation>
    </message>
    <message>
        <source>the name of a key or tensor is no UTF-8</source>
        <translation>der Name eines Schlüssels oder Tensors ist kein UTF-8</translation>
    </message>
    <message>
        <source>&apos;%1&apos; should be true or false, but is %2</source>
        <translation>„%1“ soll true oder false sein, ist aber %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds values of the type %2, which is not read there</source>
        <translation>„%1“ hält Werte vom Typ %2, der dort nicht gelesen wird</translation>
    </message>
    <message>
        <source>&apos;%1&apos; would hold %2 values; at most %3 are read</source>
        <translation>„%1“ würde %2 Werte halten; höchstens %3 werden gelesen</translation>
    </message>
    <message>
        <source>the file ends in the middle of its header</source>
        <translation>die Datei endet mitten in ihrem Kopf</translation>
    </message>
    <message>
        <source>the shape of tensor &apos;%1&apos; is larger than any file</source>
        <translation>die Form des Tensors „%1“ ist größer als jede Datei</translation>
    </message>
    <message>
        <source>this is not a GGUF file</source>
        <translation>das ist keine GGUF-Datei</translation>
    </message>
    <message>
        <source>big-endian GGUF is not supported</source>
        <translation>GGUF in Big-Endian wird nicht unterstützt</translation>
    </message>
    <message>
        <source>GGUF of version %1 is not supported, only 2 and 3</source>
        <translation>GGUF der Version %1 wird nicht unterstützt, nur 2 und 3</translation>
    </message>
    <message>
        <source>the file announces %1 tensors and %2 keys</source>
        <translation>die Datei kündigt %1 Tensoren und %2 Schlüssel an</translation>
    </message>
    <message>
        <source>the file is too short for the %1 tensors and %2 keys it announces</source>
        <translation>die Datei ist zu kurz für die angekündigten %1 Tensoren und %2 Schlüssel</translation>
    </message>
    <message>
        <source>the file holds %1 tensors and %2 keys; at most %3 and %4 are read</source>
        <translation>die Datei hält %1 Tensoren und %2 Schlüssel; höchstens %3 und %4 werden gelesen</translation>
    </message>
    <message>
        <source>a key has no name</source>
        <translation>ein Schlüssel hat keinen Namen</translation>
    </message>
    <message>
        <source>&apos;general.alignment&apos; has the type %1 instead of 4</source>
        <translation>„general.alignment“ hat den Typ %1 statt 4</translation>
    </message>
    <message>
        <source>&apos;general.alignment&apos; is %1; it should be a power of two up to %2</source>
        <translation>„general.alignment“ ist %1; es soll eine Zweierpotenz bis %2 sein</translation>
    </message>
    <message>
        <source>a tensor&apos;s name has %1 bytes instead of 1 to %2: &apos;%3&apos;</source>
        <translation>der Name eines Tensors hat %1 Bytes statt 1 bis %2: „%3“</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has %2 dimensions; at most %3 are read</source>
        <translation>der Tensor „%1“ hat %2 Dimensionen; höchstens %3 werden gelesen</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has a dimension of %2</source>
        <translation>der Tensor „%1“ hat eine Dimension von %2</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has an unknown number type %2</source>
        <translation>der Tensor „%1“ hat einen unbekannten Zahlentyp %2</translation>
    </message>
    <message>
        <source>the rows of tensor &apos;%1&apos; have %2 numbers, which is no multiple of %3</source>
        <translation>die Zeilen des Tensors „%1“ haben %2 Zahlen, was kein Vielfaches von %3 ist</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; begins at byte %2, which is no multiple of %3</source>
        <translation>der Tensor „%1“ beginnt bei Byte %2, was kein Vielfaches von %3 ist</translation>
    </message>
    <message>
        <source>the file ends in the middle of tensor &apos;%1&apos;</source>
        <translation>die Datei endet mitten im Tensor „%1“</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds a value of another type than it should</source>
        <translation>„%1“ hält einen Wert von anderem Typ, als es soll</translation>
    </message>
    <message>
        <source>the key &apos;%1&apos; is missing</source>
        <translation>der Schlüssel „%1“ fehlt</translation>
    </message>
    <message>
        <source>%1 is a pickle file: opening one can run any program that is hidden in it, so it is never opened here</source>
        <translation>%1 ist eine Pickle-Datei: Eine zu öffnen kann jedes Programm ausführen, das darin versteckt ist; darum wird sie hier nie geöffnet</translation>
    </message>
    <message>
        <source>take the model in its safetensors form, which most publishers offer beside it, or as a GGUF file</source>
        <translation>nehmen Sie das Modell in seiner safetensors-Form, die die meisten daneben anbieten, oder als GGUF-Datei</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; takes %2 bits, which are no whole bytes</source>
        <translation>der Tensor „%1“ braucht %2 Bits, was keine ganzen Bytes sind</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; ends at byte %2, before it begins at %3</source>
        <translation>der Tensor „%1“ endet bei Byte %2, bevor er bei %3 beginnt</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has room for %2 bytes, but its shape and type need %3</source>
        <translation>der Tensor „%1“ hat Platz für %2 Bytes, aber Form und Typ brauchen %3</translation>
    </message>
    <message>
        <source>a tensor has a zero byte in its name</source>
        <translation>ein Tensor hat ein Nullbyte im Namen</translation>
    </message>
    <message>
        <source>a tensor&apos;s name is %1 bytes long; at most %2 are read: %3</source>
        <translation>der Name eines Tensors ist %1 Bytes lang; höchstens %2 werden gelesen: %3</translation>
    </message>
    <message>
        <source>the entry of tensor &apos;%1&apos; is not an object</source>
        <translation>der Eintrag des Tensors „%1“ ist kein Objekt</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has an unknown field &apos;%2&apos;</source>
        <translation>der Tensor „%1“ hat ein unbekanntes Feld „%2“</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; lacks its field &apos;%2&apos;</source>
        <translation>dem Tensor „%1“ fehlt sein Feld „%2“</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has an unknown number type &apos;%2&apos;</source>
        <translation>der Tensor „%1“ hat einen unbekannten Zahlentyp „%2“</translation>
    </message>
    <message>
        <source>the shape of tensor &apos;%1&apos; is not a list of at most %2 sizes</source>
        <translation>die Form des Tensors „%1“ ist keine Liste von höchstens %2 Größen</translation>
    </message>
    <message>
        <source>the data_offsets of tensor &apos;%1&apos; are not two numbers</source>
        <translation>die data_offsets des Tensors „%1“ sind nicht zwei Zahlen</translation>
    </message>
    <message>
        <source>the field &apos;%2&apos; of tensor &apos;%1&apos; holds %3, which is no plain whole number</source>
        <translation>das Feld „%2“ des Tensors „%1“ hält %3, was keine einfache ganze Zahl ist</translation>
    </message>
    <message>
        <source>the file ends too early: its tensors need %1 bytes, %2 are there</source>
        <translation>die Datei endet zu früh: Ihre Tensoren brauchen %1 Bytes, %2 sind da</translation>
    </message>
    <message>
        <source>%1 bytes stand after the last tensor</source>
        <translation>%1 Bytes stehen hinter dem letzten Tensor</translation>
    </message>
    <message>
        <source>the header has more than %1 entries of one kind</source>
        <translation>der Kopf hat mehr als %1 Einträge einer Art</translation>
    </message>
    <message>
        <source>the header is not an object</source>
        <translation>der Kopf ist kein Objekt</translation>
    </message>
    <message>
        <source>__metadata__ is not an object</source>
        <translation>__metadata__ ist kein Objekt</translation>
    </message>
    <message>
        <source>the value of &apos;%1&apos; in __metadata__ is not a text</source>
        <translation>der Wert von „%1“ in __metadata__ ist kein Text</translation>
    </message>
    <message>
        <source>the header holds a number that is too large</source>
        <translation>der Kopf hält eine Zahl, die zu groß ist</translation>
    </message>
    <message>
        <source>the header is no JSON</source>
        <translation>der Kopf ist kein JSON</translation>
    </message>
    <message>
        <source>the file ends too early: it has %1 bytes</source>
        <translation>die Datei endet zu früh: Sie hat %1 Bytes</translation>
    </message>
    <message>
        <source>the header would be %1 bytes long; at most %2 are read</source>
        <translation>der Kopf wäre %1 Bytes lang; höchstens %2 werden gelesen</translation>
    </message>
    <message>
        <source>the file ends too early: its header needs %1 bytes, %2 are there</source>
        <translation>die Datei endet zu früh: Ihr Kopf braucht %1 Bytes, %2 sind da</translation>
    </message>
    <message>
        <source>the header is no UTF-8</source>
        <translation>der Kopf ist kein UTF-8</translation>
    </message>
    <message>
        <source>this is only a Git LFS pointer to the file: fetch the file itself with &quot;git lfs pull&quot;</source>
        <translation>das ist nur ein Git-LFS-Verweis auf die Datei: Holen Sie die Datei selbst mit „git lfs pull“</translation>
    </message>
    <message>
        <source>this is a pickle file under another name; take the safetensors file</source>
        <translation>das ist eine Pickle-Datei unter anderem Namen; nehmen Sie die safetensors-Datei</translation>
    </message>
    <message>
        <source>this is a GGUF file under another name: let its name end in .gguf</source>
        <translation>das ist eine GGUF-Datei unter anderem Namen: Lassen Sie ihren Namen auf .gguf enden</translation>
    </message>
    <message>
        <source>it was probably not copied or downloaded to its end; fetch it again</source>
        <translation>sie wurde wohl nicht bis zum Ende kopiert oder heruntergeladen; holen Sie sie noch einmal</translation>
    </message>
    <message>
        <source>this is neither a safetensors file nor a GGUF file</source>
        <translation>das ist weder eine safetensors- noch eine GGUF-Datei</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; stands there twice</source>
        <translation>der Tensor „%1“ steht zweimal da</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; begins at byte %2, inside the one before it, which ends at %3</source>
        <translation>der Tensor „%1“ beginnt bei Byte %2, innerhalb des vorigen, der bei %3 endet</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; begins at byte %2, but the one before it ends at %3</source>
        <translation>der Tensor „%1“ beginnt bei Byte %2, aber der vorige endet bei %3</translation>
    </message>
    <message>
        <source>%1 more like this were found</source>
        <translation>%1 weitere dieser Art wurden gefunden</translation>
    </message>
    <message>
        <source>&apos;metadata&apos; is not an object</source>
        <translation>„metadata“ ist kein Objekt</translation>
    </message>
    <message>
        <source>&apos;total_size&apos; is %1, not a plain whole number</source>
        <translation>„total_size“ ist %1, keine einfache ganze Zahl</translation>
    </message>
    <message>
        <source>the index is not an object</source>
        <translation>das Verzeichnis ist kein Objekt</translation>
    </message>
    <message>
        <source>the key &apos;weight_map&apos; is missing</source>
        <translation>der Schlüssel „weight_map“ fehlt</translation>
    </message>
    <message>
        <source>&apos;weight_map&apos; is not an object</source>
        <translation>„weight_map“ ist kein Objekt</translation>
    </message>
    <message>
        <source>the file of tensor &apos;%1&apos; is not a text</source>
        <translation>die Datei des Tensors „%1“ ist kein Text</translation>
    </message>
    <message>
        <source>the file of tensor &apos;%1&apos; is &apos;%2&apos;, which is no plain file name</source>
        <translation>die Datei des Tensors „%1“ ist „%2“, was kein einfacher Dateiname ist</translation>
    </message>
    <message>
        <source>the index names no tensor</source>
        <translation>das Verzeichnis nennt keinen Tensor</translation>
    </message>
    <message>
        <source>%1 is named in the index but absent</source>
        <translation>%1 steht im Verzeichnis, fehlt aber</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; should be in %2 but is not</source>
        <translation>der Tensor „%1“ soll in %2 sein, ist es aber nicht</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; is in %2, where the index does not list it</source>
        <translation>der Tensor „%1“ ist in %2, wo das Verzeichnis ihn nicht nennt</translation>
    </message>
    <message>
        <source>the index announces %1 bytes, its tensors have %2</source>
        <translation>das Verzeichnis kündigt %1 Bytes an, seine Tensoren haben %2</translation>
    </message>
    <message>
        <source>this folder holds %1 GGUF files</source>
        <translation>dieser Ordner hält %1 GGUF-Dateien</translation>
    </message>
    <message>
        <source>choose one of them instead of the folder</source>
        <translation>wählen Sie eine davon statt des Ordners</translation>
    </message>
    <message>
        <source>this folder holds no model: neither model.safetensors with or without an index, nor a GGUF file</source>
        <translation>dieser Ordner hält kein Modell: weder model.safetensors mit oder ohne Verzeichnis noch eine GGUF-Datei</translation>
    </message>
    <message>
        <source>its objects have an instruction and an output</source>
        <translation>seine Objekte haben eine Anweisung (instruction) und eine Antwort (output)</translation>
    </message>
    <message>
        <source>no object has the key &apos;%1&apos;</source>
        <translation>kein Objekt hat den Schlüssel „%1“</translation>
    </message>
    <message>
        <source>choose the format json or jsonl</source>
        <translation>wählen Sie das Format json oder jsonl</translation>
    </message>
    <message>
        <source>%1 of %2 objects can be read, with instruction and output</source>
        <translation>%1 von %2 Objekten können gelesen werden, mit Anweisung und Antwort</translation>
    </message>
    <message>
        <source>Alpaca</source>
        <translation>Alpaca</translation>
    </message>
    <message>
        <source>JSON objects with instruction, input and output.</source>
        <translation>JSON-Objekte mit instruction, input und output.</translation>
    </message>
    <message>
        <source>%1 rows have the same text as another row, and another label.</source>
        <translation>%1 Zeilen haben denselben Text wie eine andere Zeile und ein anderes Label.</translation>
    </message>
    <message>
        <source>%1 row is a copy of an earlier row.</source>
        <translation>%1 Zeile ist die Kopie einer früheren Zeile.</translation>
    </message>
    <message>
        <source>%1 rows are copies of an earlier row.</source>
        <translation>%1 Zeilen sind Kopien einer früheren Zeile.</translation>
    </message>
    <message>
        <source>%1 row is almost the same as an earlier row.</source>
        <translation>%1 Zeile ist fast gleich wie eine frühere Zeile.</translation>
    </message>
    <message>
        <source>%1 rows are almost the same as an earlier row.</source>
        <translation>%1 Zeilen sind fast gleich wie eine frühere Zeile.</translation>
    </message>
    <message>
        <source>Near-copies were not looked for: there are %1 different texts.</source>
        <translation>Nach Fast-Kopien wurde nicht gesucht: Es gibt %1 verschiedene Texte.</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>Komma</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>Tabulator</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>Semikolon</translation>
    </message>
    <message>
        <source>vertical bar</source>
        <translation>senkrechter Strich</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>Trennzeichen</translation>
    </message>
    <message>
        <source>The character between two fields. Choose it where rows fall apart at the wrong places.</source>
        <translation>Das Zeichen zwischen zwei Feldern. Wählen Sie es, wenn Zeilen an falschen Stellen zerfallen.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot stand between fields</source>
        <translation>„%1“ kann nicht zwischen Feldern stehen</translation>
    </message>
    <message>
        <source>one ASCII character, or comma, tab, semicolon, pipe</source>
        <translation>ein ASCII-Zeichen oder comma, tab, semicolon, pipe</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Rows with fields between commas, semicolons or bars.</source>
        <translation>Zeilen mit Feldern zwischen Kommas, Semikolons oder Strichen.</translation>
    </message>
    <message>
        <source>the row that begins here has more than %1 bytes</source>
        <translation>die Zeile, die hier beginnt, hat mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>look for a quote that is never closed</source>
        <translation>suchen Sie nach einem Anführungszeichen, das nie geschlossen wird</translation>
    </message>
    <message>
        <source>the quote that opens here is never closed: %1</source>
        <translation>das Anführungszeichen, das hier öffnet, wird nie geschlossen: %1</translation>
    </message>
    <message>
        <source>close it, or read the file with quotes: false</source>
        <translation>schließen Sie es, oder lesen Sie die Datei mit quotes: false</translation>
    </message>
    <message>
        <source>column %1 has no name in the first row</source>
        <translation>die Spalte %1 hat in der ersten Zeile keinen Namen</translation>
    </message>
    <message>
        <source>two columns are called &apos;%1&apos;; this one is read as &apos;%2&apos;</source>
        <translation>zwei Spalten heißen „%1“; diese wird als „%2“ gelesen</translation>
    </message>
    <message>
        <source>text behind a closing quote: %1</source>
        <translation>Text hinter einem schließenden Anführungszeichen: %1</translation>
    </message>
    <message>
        <source>a NUL byte stands in the row: %1</source>
        <translation>ein NUL-Byte steht in der Zeile: %1</translation>
    </message>
    <message>
        <source>%1 field instead of %2: %3</source>
        <translation>%1 Feld statt %2: %3</translation>
    </message>
    <message>
        <source>%1 fields instead of %2: %3</source>
        <translation>%1 Felder statt %2: %3</translation>
    </message>
    <message>
        <source>a field has more than %1 bytes: %2</source>
        <translation>ein Feld hat mehr als %1 Bytes: %2</translation>
    </message>
    <message>
        <source>the file has only blank lines</source>
        <translation>die Datei hat nur leere Zeilen</translation>
    </message>
    <message>
        <source>%1 of %2 rows have %3 fields</source>
        <translation>%1 von %2 Zeilen haben %3 Felder</translation>
    </message>
    <message>
        <source>Header row</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Whether the first row names the columns. Choose it where the first example is missing, or where names stand among the rows.</source>
        <translation>Ob die erste Zeile die Spalten benennt. Wählen Sie es, wenn das erste Beispiel fehlt oder Namen unter den Zeilen stehen.</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>Anführungszeichen</translation>
    </message>
    <message>
        <source>Whether a field that begins with a quote ends at the next one and may hold line breaks. Switch it off where quotes are part of the texts.</source>
        <translation>Ob ein Feld, das mit einem Anführungszeichen beginnt, beim nächsten endet und Zeilenumbrüche halten darf. Schalten Sie es ab, wenn Anführungszeichen Teil der Texte sind.</translation>
    </message>
    <message>
        <source>open it in the program that made it and save it as CSV (UTF-8)</source>
        <translation>öffnen Sie sie in dem Programm, das sie gemacht hat, und speichern Sie sie als CSV (UTF-8)</translation>
    </message>
    <message>
        <source>this is %1, not a table of text</source>
        <translation>das ist %1, keine Tabelle aus Text</translation>
    </message>
    <message>
        <source>the file is UTF-32, which is not read</source>
        <translation>die Datei ist UTF-32, was nicht gelesen wird</translation>
    </message>
    <message>
        <source>every other byte is NUL: this looks like UTF-16 without its mark</source>
        <translation>jedes zweite Byte ist NUL: Das sieht nach UTF-16 ohne seine Marke aus</translation>
    </message>
    <message>
        <source>choose the encoding utf-16, or save it as UTF-8</source>
        <translation>wählen Sie die Kodierung utf-16, oder speichern Sie sie als UTF-8</translation>
    </message>
    <message>
        <source>%1 of the first %2 bytes are NUL: this is binary data, not a table of text</source>
        <translation>%1 der ersten %2 Bytes sind NUL: Das sind Binärdaten, keine Tabelle aus Text</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing</source>
        <translation>„%1“ fehlt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is of another type</source>
        <translation>„%1“ ist von anderem Typ</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds something else than numbers</source>
        <translation>„%1“ hält etwas anderes als Zahlen</translation>
    </message>
    <message>
        <source>UTF-8</source>
        <translation>UTF-8</translation>
    </message>
    <message>
        <source>UTF-16</source>
        <translation>UTF-16</translation>
    </message>
    <message>
        <source>Latin-1 (Western European)</source>
        <translation>Latin-1 (westeuropäisch)</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>How the bytes of the file stand for characters; automatic is UTF-8, or what a mark at the start says. Choose another where letters look wrong.</source>
        <translation>Wie die Bytes der Datei für Zeichen stehen; automatisch ist UTF-8 oder was eine Marke am Anfang sagt. Wählen Sie eine andere, wenn Buchstaben falsch aussehen.</translation>
    </message>
    <message>
        <source>the file changed while it was read</source>
        <translation>die Datei hat sich beim Lesen geändert</translation>
    </message>
    <message>
        <source>read it again when it is complete</source>
        <translation>lesen Sie sie noch einmal, wenn sie vollständig ist</translation>
    </message>
    <message>
        <source>The chat template fails on %1 of %2 rows; the first: %3</source>
        <translation>Die Chat-Vorlage scheitert an %1 von %2 Zeilen; die erste: %3</translation>
    </message>
    <message>
        <source>%1 of %2 rows have no token to learn from.</source>
        <translation>%1 von %2 Zeilen haben kein Token, aus dem gelernt werden kann.</translation>
    </message>
    <message>
        <source>%1 row is left out, for its whole answer would be cut at %2 tokens.</source>
        <translation>%1 Zeile wird weggelassen, weil ihre ganze Antwort bei %2 Token abgeschnitten würde.</translation>
    </message>
    <message>
        <source>%1 rows are left out, for their whole answer would be cut at %2 tokens.</source>
        <translation>%1 Zeilen werden weggelassen, weil ihre ganze Antwort bei %2 Token abgeschnitten würde.</translation>
    </message>
    <message>
        <source>%1 row is left out: it is longer than %2 tokens.</source>
        <translation>%1 Zeile wird weggelassen: Sie ist länger als %2 Token.</translation>
    </message>
    <message>
        <source>%1 rows are left out: they are longer than %2 tokens.</source>
        <translation>%1 Zeilen werden weggelassen: Sie sind länger als %2 Token.</translation>
    </message>
    <message>
        <source>%1 row loses a part: it is longer than %2 tokens.</source>
        <translation>%1 Zeile verliert einen Teil: Sie ist länger als %2 Token.</translation>
    </message>
    <message>
        <source>%1 rows lose a part: they are longer than %2 tokens.</source>
        <translation>%1 Zeilen verlieren einen Teil: Sie sind länger als %2 Token.</translation>
    </message>
    <message>
        <source>Good enough to try: %1 of %2 rows can be used. Things to look at: %3.</source>
        <translation>Gut genug für einen Versuch: %1 von %2 Zeilen sind brauchbar. Anzusehen: %3.</translation>
    </message>
    <message>
        <source>Good: all %1 rows can be used.</source>
        <translation>Gut: Alle %1 Zeilen sind brauchbar.</translation>
    </message>
    <message>
        <source>Good: all %1 rows can be used, in %2 classes.</source>
        <translation>Gut: Alle %1 Zeilen sind brauchbar, in %2 Klassen.</translation>
    </message>
    <message>
        <source>there is no such row</source>
        <translation>eine solche Zeile gibt es nicht</translation>
    </message>
    <message>
        <source>the row has no text</source>
        <translation>die Zeile hat keinen Text</translation>
    </message>
    <message>
        <source>the row has no token to learn from</source>
        <translation>die Zeile hat kein Token, aus dem gelernt werden kann</translation>
    </message>
    <message>
        <source>the file begins like a JSON list</source>
        <translation>die Datei beginnt wie eine JSON-Liste</translation>
    </message>
    <message>
        <source>the file begins like a JSON object</source>
        <translation>die Datei beginnt wie ein JSON-Objekt</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>A list of objects, one a row.</source>
        <translation>Eine Liste von Objekten, eines je Zeile.</translation>
    </message>
    <message>
        <source>a value is missing before &apos;%1&apos;</source>
        <translation>vor „%1“ fehlt ein Wert</translation>
    </message>
    <message>
        <source>the file ends inside the value that begins here: %1</source>
        <translation>die Datei endet in dem Wert, der hier beginnt: %1</translation>
    </message>
    <message>
        <source>the file ends where &apos;%1&apos; is expected</source>
        <translation>die Datei endet, wo „%1“ erwartet wird</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is expected here, not: %2</source>
        <translation>hier wird „%1“ erwartet, nicht: %2</translation>
    </message>
    <message>
        <source>no value stands behind the last comma</source>
        <translation>hinter dem letzten Komma steht kein Wert</translation>
    </message>
    <message>
        <source>a key in quotes is expected here</source>
        <translation>hier wird ein Schlüssel in Anführungszeichen erwartet</translation>
    </message>
    <message>
        <source>the file ends behind a key</source>
        <translation>die Datei endet hinter einem Schlüssel</translation>
    </message>
    <message>
        <source>both %1 and %2 are lists of objects</source>
        <translation>sowohl %1 als auch %2 sind Listen von Objekten</translation>
    </message>
    <message>
        <source>keep the one that holds your rows in a file of its own</source>
        <translation>behalten Sie die mit Ihren Zeilen in einer eigenen Datei</translation>
    </message>
    <message>
        <source>no list of objects stands in this file</source>
        <translation>in dieser Datei steht keine Liste von Objekten</translation>
    </message>
    <message>
        <source>the file is no list of objects: %1</source>
        <translation>die Datei ist keine Liste von Objekten: %1</translation>
    </message>
    <message>
        <source>text stands behind the end of the list: %1</source>
        <translation>hinter dem Ende der Liste steht Text: %1</translation>
    </message>
    <message>
        <source>if every line is an object, choose the format jsonl</source>
        <translation>wenn jede Zeile ein Objekt ist, wählen Sie das Format jsonl</translation>
    </message>
    <message>
        <source>the list holds no objects</source>
        <translation>die Liste enthält keine Objekte</translation>
    </message>
    <message>
        <source>a row is an object: {&quot;text&quot;: &quot;…&quot;}</source>
        <translation>eine Zeile ist ein Objekt: {&quot;text&quot;: &quot;…&quot;}</translation>
    </message>
    <message>
        <source>a JSON list: %1 of %2 elements are rows</source>
        <translation>eine JSON-Liste: %1 von %2 Elementen sind Zeilen</translation>
    </message>
    <message>
        <source>the list %1: %2 of %3 elements are rows</source>
        <translation>die Liste %1: %2 von %3 Elementen sind Zeilen</translation>
    </message>
    <message>
        <source>%1 of %2 lines are JSON objects</source>
        <translation>%1 von %2 Zeilen sind JSON-Objekte</translation>
    </message>
    <message>
        <source>the value of &apos;%1&apos; has more than %2 bytes</source>
        <translation>der Wert von „%1“ hat mehr als %2 Bytes</translation>
    </message>
    <message>
        <source>a byte-order mark stands inside the file: %1</source>
        <translation>mitten in der Datei steht eine Marke für die Byte-Reihenfolge: %1</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a single value</source>
        <translation>ein einzelner Wert</translation>
    </message>
    <message>
        <source>%1 instead of an object with keys: %2</source>
        <translation>%1 statt eines Objekts mit Schlüsseln: %2</translation>
    </message>
    <message>
        <source>%1 of the first %2 lines are JSON objects</source>
        <translation>%1 der ersten %2 Zeilen sind JSON-Objekte</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>One JSON object a line, one a row.</source>
        <translation>Ein JSON-Objekt je Zeile.</translation>
    </message>
    <message>
        <source>The labels &apos;%1&apos; and &apos;%2&apos; differ only in case or spaces.</source>
        <translation>Die Labels „%1“ und „%2“ unterscheiden sich nur in Großschreibung oder Leerzeichen.</translation>
    </message>
    <message>
        <source>The label &apos;%1&apos; has only %2 of %3 rows.</source>
        <translation>Das Label „%1“ hat nur %2 von %3 Zeilen.</translation>
    </message>
    <message>
        <source>%1 labels have few rows; &apos;%2&apos; has only %3.</source>
        <translation>%1 Labels haben wenige Zeilen; „%2“ hat nur %3.</translation>
    </message>
    <message>
        <source>All rows have the label &apos;%1&apos;: there is nothing to tell apart.</source>
        <translation>Alle Zeilen haben das Label „%1“: Es gibt nichts zu unterscheiden.</translation>
    </message>
    <message>
        <source>%1 label occurs in a single row, which is learned from; nothing tests it.</source>
        <translation>%1 Label kommt in einer einzigen Zeile vor, aus der gelernt wird; nichts prüft es.</translation>
    </message>
    <message>
        <source>%1 labels occur in a single row each, which is learned from; nothing tests them.</source>
        <translation>%1 Labels kommen in je einer einzigen Zeile vor, aus der gelernt wird; nichts prüft sie.</translation>
    </message>
    <message>
        <source>%1 of the first %2 rows have %3 fields</source>
        <translation>%1 der ersten %2 Zeilen haben %3 Felder</translation>
    </message>
    <message>
        <source>one field a row, %1 rows looked at</source>
        <translation>ein Feld je Zeile, %1 Zeilen angesehen</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>ein gzip-Archiv</translation>
    </message>
    <message>
        <source>an Excel workbook</source>
        <translation>eine Excel-Arbeitsmappe</translation>
    </message>
    <message>
        <source>a Word document</source>
        <translation>ein Word-Dokument</translation>
    </message>
    <message>
        <source>an OpenDocument file</source>
        <translation>eine OpenDocument-Datei</translation>
    </message>
    <message>
        <source>a zip archive</source>
        <translation>ein zip-Archiv</translation>
    </message>
    <message>
        <source>an empty zip archive</source>
        <translation>ein leeres zip-Archiv</translation>
    </message>
    <message>
        <source>an old Office document</source>
        <translation>ein altes Office-Dokument</translation>
    </message>
    <message>
        <source>a Parquet file</source>
        <translation>eine Parquet-Datei</translation>
    </message>
    <message>
        <source>an Arrow file</source>
        <translation>eine Arrow-Datei</translation>
    </message>
    <message>
        <source>an SQLite database</source>
        <translation>eine SQLite-Datenbank</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>ein PDF-Dokument</translation>
    </message>
    <message>
        <source>an RTF document</source>
        <translation>ein RTF-Dokument</translation>
    </message>
    <message>
        <source>a Python pickle</source>
        <translation>ein Python-Pickle</translation>
    </message>
    <message>
        <source>a NumPy array</source>
        <translation>ein NumPy-Array</translation>
    </message>
    <message>
        <source>an HDF5 file</source>
        <translation>eine HDF5-Datei</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>ein Bild</translation>
    </message>
    <message>
        <source>a bzip2 archive</source>
        <translation>ein bzip2-Archiv</translation>
    </message>
    <message>
        <source>an xz archive</source>
        <translation>ein xz-Archiv</translation>
    </message>
    <message>
        <source>a zstd archive</source>
        <translation>ein zstd-Archiv</translation>
    </message>
    <message>
        <source>a 7-Zip archive</source>
        <translation>ein 7-Zip-Archiv</translation>
    </message>
    <message>
        <source>a RAR archive</source>
        <translation>ein RAR-Archiv</translation>
    </message>
    <message>
        <source>a model (GGUF)</source>
        <translation>ein Modell (GGUF)</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>ein Programm</translation>
    </message>
    <message>
        <source>a web page (HTML)</source>
        <translation>eine Webseite (HTML)</translation>
    </message>
    <message>
        <source>an XML document</source>
        <translation>ein XML-Dokument</translation>
    </message>
    <message>
        <source>corrections are not read yet</source>
        <translation>Korrekturen werden noch nicht gelesen</translation>
    </message>
    <message>
        <source>further files are not mixed in yet</source>
        <translation>weitere Dateien werden noch nicht beigemischt</translation>
    </message>
    <message>
        <source>no column has the role &apos;%1&apos;</source>
        <translation>keine Spalte hat die Rolle „%1“</translation>
    </message>
    <message>
        <source>choose the column, or split at random</source>
        <translation>wählen Sie die Spalte, oder teilen Sie zufällig auf</translation>
    </message>
    <message>
        <source>validation and test together take %1 of the rows</source>
        <translation>Validierung und Test nehmen zusammen %1 der Zeilen</translation>
    </message>
    <message>
        <source>leave rows to learn from</source>
        <translation>lassen Sie Zeilen zum Lernen übrig</translation>
    </message>
    <message>
        <source>No row has both a text and a label.</source>
        <translation>Keine Zeile hat sowohl einen Text als auch ein Label.</translation>
    </message>
    <message>
        <source>No row has both a question and an answer.</source>
        <translation>Keine Zeile hat sowohl eine Frage als auch eine Antwort.</translation>
    </message>
    <message>
        <source>%1 conversation cannot be read.</source>
        <translation>%1 Gespräch kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 conversations cannot be read.</source>
        <translation>%1 Gespräche können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 row has no label.</source>
        <translation>%1 Zeile hat kein Label.</translation>
    </message>
    <message>
        <source>%1 rows have no label.</source>
        <translation>%1 Zeilen haben kein Label.</translation>
    </message>
    <message>
        <source>%1 row has no text.</source>
        <translation>%1 Zeile hat keinen Text.</translation>
    </message>
    <message>
        <source>%1 rows have no text.</source>
        <translation>%1 Zeilen haben keinen Text.</translation>
    </message>
    <message>
        <source>%1 row lacks a question or an answer.</source>
        <translation>%1 Zeile hat keine Frage oder keine Antwort.</translation>
    </message>
    <message>
        <source>%1 rows lack a question or an answer.</source>
        <translation>%1 Zeilen haben keine Frage oder keine Antwort.</translation>
    </message>
    <message>
        <source>%1 held-back row has a label that no training row has.</source>
        <translation>%1 zurückgehaltene Zeile hat ein Label, das keine Trainingszeile hat.</translation>
    </message>
    <message>
        <source>%1 held-back rows have a label that no training row has.</source>
        <translation>%1 zurückgehaltene Zeilen haben ein Label, das keine Trainingszeile hat.</translation>
    </message>
    <message>
        <source>%1 row has a weight that is no number; it counts as 1.</source>
        <translation>%1 Zeile hat ein Gewicht, das keine Zahl ist; sie zählt als 1.</translation>
    </message>
    <message>
        <source>%1 rows have a weight that is no number; they count as 1.</source>
        <translation>%1 Zeilen haben ein Gewicht, das keine Zahl ist; sie zählen als 1.</translation>
    </message>
    <message>
        <source>%1 row has no date that can be read; it is learned from.</source>
        <translation>%1 Zeile hat kein lesbares Datum; aus ihr wird gelernt.</translation>
    </message>
    <message>
        <source>%1 rows have no date that can be read; they are learned from.</source>
        <translation>%1 Zeilen haben kein lesbares Datum; aus ihnen wird gelernt.</translation>
    </message>
    <message>
        <source>%1 held-back row is a copy of a training row: results get too kind.</source>
        <translation>%1 zurückgehaltene Zeile ist die Kopie einer Trainingszeile: Ergebnisse werden zu freundlich.</translation>
    </message>
    <message>
        <source>%1 held-back rows are copies of training rows: results get too kind.</source>
        <translation>%1 zurückgehaltene Zeilen sind Kopien von Trainingszeilen: Ergebnisse werden zu freundlich.</translation>
    </message>
    <message>
        <source>All rows are held back; none is left to learn from.</source>
        <translation>Alle Zeilen werden zurückgehalten; keine bleibt zum Lernen.</translation>
    </message>
    <message>
        <source>No rows are held back: nothing will tell understanding from memorising.</source>
        <translation>Keine Zeilen werden zurückgehalten: Nichts wird Verstehen von Auswendiglernen unterscheiden.</translation>
    </message>
    <message>
        <source>Only %1 rows are held back: verdicts will be weak.</source>
        <translation>Nur %1 Zeilen werden zurückgehalten: Urteile werden schwach sein.</translation>
    </message>
    <message>
        <source>%1 rows could not be read; the first: %2</source>
        <translation>%1 Zeilen konnten nicht gelesen werden; die erste: %2</translation>
    </message>
    <message>
        <source>no row of this file looks like a table, JSON or JSON Lines</source>
        <translation>keine Zeile dieser Datei sieht nach einer Tabelle, JSON oder JSON Lines aus</translation>
    </message>
    <message>
        <source>save it as CSV (UTF-8), or choose the format by hand</source>
        <translation>speichern Sie sie als CSV (UTF-8), oder wählen Sie das Format von Hand</translation>
    </message>
    <message>
        <source>chosen by you</source>
        <translation>von Ihnen gewählt</translation>
    </message>
    <message>
        <source>neither name nor content fit what is needed</source>
        <translation>weder Name noch Inhalt passen zu dem, was gebraucht wird</translation>
    </message>
    <message>
        <source>its name is &apos;%1&apos;</source>
        <translation>ihr Name ist „%1“</translation>
    </message>
    <message>
        <source>its texts are the longest, %1 characters on average</source>
        <translation>ihre Texte sind die längsten, im Mittel %1 Zeichen</translation>
    </message>
    <message>
        <source>%1 rows looked at have only %2 different values</source>
        <translation>%1 angesehene Zeilen haben nur %2 verschiedene Werte</translation>
    </message>
    <message>
        <source>one of the two columns whose texts differ from row to row</source>
        <translation>eine der beiden Spalten, deren Texte von Zeile zu Zeile verschieden sind</translation>
    </message>
    <message>
        <source>the role &apos;%1&apos; is not used by this task</source>
        <translation>die Rolle „%1“ wird bei diesem Ziel nicht benutzt</translation>
    </message>
    <message>
        <source>there is no column &apos;%1&apos;</source>
        <translation>es gibt keine Spalte „%1“</translation>
    </message>
    <message>
        <source>columns: %1</source>
        <translation>Spalten: %1</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;? Columns: %2</source>
        <translation>meinten Sie „%1“? Spalten: %2</translation>
    </message>
    <message>
        <source>the column &apos;%1&apos; has two roles</source>
        <translation>die Spalte „%1“ hat zwei Rollen</translation>
    </message>
    <message>
        <source>the column &apos;%1&apos; holds conversations</source>
        <translation>die Spalte „%1“ enthält Gespräche</translation>
    </message>
    <message>
        <source>&apos;%1&apos; asks and &apos;%2&apos; answers</source>
        <translation>„%1“ fragt und „%2“ antwortet</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds texts and &apos;%2&apos; their labels</source>
        <translation>„%1“ enthält Texte und „%2“ ihre Labels</translation>
    </message>
    <message>
        <source>no column was found for the role &apos;%1&apos;</source>
        <translation>für die Rolle „%1“ wurde keine Spalte gefunden</translation>
    </message>
    <message>
        <source>choose it under data.columns; there are: %1</source>
        <translation>wählen Sie sie unter data.columns; es gibt: %1</translation>
    </message>
    <message>
        <source>%1 rows are more than can be used</source>
        <translation>%1 Zeilen sind mehr, als benutzt werden können</translation>
    </message>
    <message>
        <source>Looking at the rows</source>
        <translation>Die Zeilen werden angesehen</translation>
    </message>
    <message>
        <source>the labels have more than %1 different values</source>
        <translation>die Labels haben mehr als %1 verschiedene Werte</translation>
    </message>
    <message>
        <source>choose a column with few values that come again</source>
        <translation>wählen Sie eine Spalte mit wenigen Werten, die wiederkehren</translation>
    </message>
    <message>
        <source>a message is no object</source>
        <translation>eine Nachricht ist kein Objekt</translation>
    </message>
    <message>
        <source>a message does not say who speaks</source>
        <translation>eine Nachricht sagt nicht, wer spricht</translation>
    </message>
    <message>
        <source>nobody is called &apos;%1&apos; in a conversation</source>
        <translation>niemand heißt in einem Gespräch „%1“</translation>
    </message>
    <message>
        <source>a message of &apos;%1&apos; has no content</source>
        <translation>eine Nachricht von „%1“ hat keinen Inhalt</translation>
    </message>
    <message>
        <source>there is no answer to learn from</source>
        <translation>es gibt keine Antwort zum Lernen</translation>
    </message>
    <message>
        <source>%1 has no column &apos;%2&apos;</source>
        <translation>%1 hat keine Spalte „%2“</translation>
    </message>
    <message>
        <source>all files of a recipe need the same columns</source>
        <translation>alle Dateien eines Rezepts brauchen dieselben Spalten</translation>
    </message>
    <message>
        <source>a list of messages is expected</source>
        <translation>eine Liste von Nachrichten wird erwartet</translation>
    </message>
    <message>
        <source>the answer is empty</source>
        <translation>die Antwort ist leer</translation>
    </message>
    <message>
        <source>nothing stands before the answer</source>
        <translation>vor der Antwort steht nichts</translation>
    </message>
    <message>
        <source>the cached table is not as it was written</source>
        <translation>die zwischengespeicherte Tabelle ist nicht, wie sie geschrieben wurde</translation>
    </message>
    <message>
        <source>more than %1 columns</source>
        <translation>mehr als %1 Spalten</translation>
    </message>
    <message>
        <source>there are %1 columns, most of them empty in most rows</source>
        <translation>es gibt %1 Spalten, die meisten davon in den meisten Zeilen leer</translation>
    </message>
    <message>
        <source>%1 more rows could not be read</source>
        <translation>%1 weitere Zeilen konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>the recipe names no file to learn from</source>
        <translation>das Rezept nennt keine Datei, aus der gelernt werden soll</translation>
    </message>
    <message>
        <source>choose its encoding, or save it as UTF-8</source>
        <translation>wählen Sie ihre Kodierung, oder speichern Sie sie als UTF-8</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>export it again, with one row for each example</source>
        <translation>exportieren Sie sie noch einmal, mit einer Zeile je Beispiel</translation>
    </message>
    <message>
        <source>Reading the rows</source>
        <translation>Die Zeilen werden gelesen</translation>
    </message>
    <message>
        <source>byte %1 (value %2) is no UTF-8</source>
        <translation>Byte %1 (Wert %2) ist kein UTF-8</translation>
    </message>
    <message>
        <source>choose the encoding latin-1 if &apos;%1&apos; reads well</source>
        <translation>wählen Sie die Kodierung latin-1, wenn „%1“ richtig aussieht</translation>
    </message>
    <message>
        <source>the file ends inside a UTF-16 character</source>
        <translation>die Datei endet in einem UTF-16-Zeichen</translation>
    </message>
    <message>
        <source>half a UTF-16 character at byte %1</source>
        <translation>ein halbes UTF-16-Zeichen bei Byte %1</translation>
    </message>
    <message>
        <source>the tokenizer&apos;s special tokens cannot be told from the text between them</source>
        <translation>die besonderen Token lassen sich nicht vom Text dazwischen unterscheiden</translation>
    </message>
    <message>
        <source>Splitting texts into tokens</source>
        <translation>Texte werden in Token zerlegt</translation>
    </message>
    <message>
        <source>%1 tokens are more than this model can read</source>
        <translation>%1 Token sind mehr, als dieses Modell lesen kann</translation>
    </message>
    <message>
        <source>%1 tokens leave no room for a text</source>
        <translation>%1 Token lassen keinen Platz für einen Text</translation>
    </message>
    <message>
        <source>%1 to %2 tokens</source>
        <translation>%1 bis %2 Token</translation>
    </message>
    <message>
        <source>TSV</source>
        <translation>TSV</translation>
    </message>
    <message>
        <source>Rows with fields between tabs.</source>
        <translation>Zeilen mit Feldern zwischen Tabulatoren.</translation>
    </message>
    <message>
        <source>this model has no head that sorts into labels</source>
        <translation>dieses Modell hat keinen Kopf, der in Labels sortiert</translation>
    </message>
    <message>
        <source>train it first, or choose a run</source>
        <translation>trainieren Sie es zuerst, oder wählen Sie einen Lauf</translation>
    </message>
    <message>
        <source>%1 is no id of this model</source>
        <translation>%1 ist keine Nummer dieses Modells</translation>
    </message>
    <message>
        <source>there is nothing to score</source>
        <translation>es gibt nichts zu bewerten</translation>
    </message>
    <message>
        <source>Reading the model</source>
        <translation>Das Modell wird gelesen</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Fewer tokens held at once give the same result with less memory.</source>
        <translation>Weniger gleichzeitig gehaltene Token geben dasselbe Ergebnis mit weniger Speicher.</translation>
    </message>
    <message>
        <source>LoRA needs far less memory than full tuning.</source>
        <translation>LoRA braucht weit weniger Speicher als volles Training.</translation>
    </message>
    <message>
        <source>A lower limit for the longest row helps where rows are long.</source>
        <translation>Eine niedrigere Grenze für die längste Zeile hilft, wenn Zeilen lang sind.</translation>
    </message>
    <message>
        <source>Looking at the first loss</source>
        <translation>Der erste Verlust wird angesehen</translation>
    </message>
    <message>
        <source>Starts where it should</source>
        <translation>Beginnt, wo es soll</translation>
    </message>
    <message>
        <source>The first loss is no number: the model or its file is damaged.</source>
        <translation>Der erste Verlust ist keine Zahl: Das Modell oder seine Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>Loss %1 at step 0; guessing any token blindly would be %2.</source>
        <translation>Verlust %1 bei Schritt 0; blindes Raten irgendeines Tokens wäre %2.</translation>
    </message>
    <message>
        <source>Loss %1 at step 0 is above pure guessing, %2.</source>
        <translation>Verlust %1 bei Schritt 0 liegt über reinem Raten, %2.</translation>
    </message>
    <message>
        <source>Loss %1 at step 0 is far below guessing, %2: the answer may stand in the text.</source>
        <translation>Verlust %1 bei Schritt 0 liegt weit unter Raten, %2: Die Antwort steht vielleicht im Text.</translation>
    </message>
    <message>
        <source>Loss %1 at step 0; pure guessing among %3 classes is %2.</source>
        <translation>Verlust %1 bei Schritt 0; reines Raten unter %3 Klassen ist %2.</translation>
    </message>
    <message>
        <source>Same kind of rows</source>
        <translation>Gleichartige Zeilen</translation>
    </message>
    <message>
        <source>Loss %1 on training rows and %2 on held-back rows before training: they are unlike each other.</source>
        <translation>Verlust %1 auf Trainingszeilen und %2 auf zurückgehaltenen Zeilen vor dem Training: Sie sind einander unähnlich.</translation>
    </message>
    <message>
        <source>Loss %1 on training rows and %2 on held-back rows before training.</source>
        <translation>Verlust %1 auf Trainingszeilen und %2 auf zurückgehaltenen Zeilen vor dem Training.</translation>
    </message>
    <message>
        <source>Learns from the right part</source>
        <translation>Lernt aus dem richtigen Teil</translation>
    </message>
    <message>
        <source>Each of %1 rows has one of %2 labels; rows that lose a part of their text: %3.</source>
        <translation>Jede von %1 Zeilen hat eines von %2 Labels; Zeilen, die einen Teil ihres Textes verlieren: %3.</translation>
    </message>
    <message>
        <source>Each row has %1 to %2 learned tokens; %3 rows lost their whole answer to the length limit.</source>
        <translation>Jede Zeile hat %1 bis %2 gelernte Token; %3 Zeilen haben ihre ganze Antwort an die Längengrenze verloren.</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>About %1 of %2 will be used for checkpoints.</source>
        <translation>Etwa %1 von %2 werden für Zwischenstände gebraucht.</translation>
    </message>
    <message>
        <source>Trying the longest rows</source>
        <translation>Die längsten Zeilen werden ausprobiert</translation>
    </message>
    <message>
        <source>Measuring the time of a step</source>
        <translation>Die Zeit eines Schritts wird gemessen</translation>
    </message>
    <message>
        <source>Peak %1 of %2 with the longest rows.</source>
        <translation>Höchststand %1 von %2 mit den längsten Zeilen.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>%1 s a step · %2 steps and %3 looks at held-back rows: about %4 (%5 to %6).</source>
        <translation>%1 s je Schritt · %2 Schritte und %3 Blicke auf zurückgehaltene Zeilen: etwa %4 (%5 bis %6).</translation>
    </message>
    <message>
        <source>Frozen stays frozen, the rest learns</source>
        <translation>Eingefrorenes bleibt, der Rest lernt</translation>
    </message>
    <message>
        <source>A part that should stay was changed, or nothing moved.</source>
        <translation>Ein Teil, der bleiben sollte, wurde geändert, oder nichts bewegte sich.</translation>
    </message>
    <message>
        <source>%1 of %2 trained tensors moved, frozen ones kept every bit.</source>
        <translation>%1 von %2 trainierten Tensoren bewegten sich, eingefrorene behielten jedes Bit.</translation>
    </message>
    <message>
        <source>Learning one batch by heart</source>
        <translation>Ein Batch wird auswendig gelernt</translation>
    </message>
    <message>
        <source>Can learn one batch by heart</source>
        <translation>Kann einen Batch auswendig lernen</translation>
    </message>
    <message>
        <source>Larger steps: multiply the learning rate by three.</source>
        <translation>Größere Schritte: Nehmen Sie die Lernrate mal drei.</translation>
    </message>
    <message>
        <source>Train more layers, or use a higher rank.</source>
        <translation>Trainieren Sie mehr Schichten, oder nehmen Sie einen höheren Rang.</translation>
    </message>
    <message>
        <source>Look at the labels: do they follow from the text?</source>
        <translation>Sehen Sie die Labels an: Folgen sie aus dem Text?</translation>
    </message>
    <message>
        <source>Saving and reloading</source>
        <translation>Speichern und wieder Laden</translation>
    </message>
    <message>
        <source>Saves and reloads to the same answers</source>
        <translation>Gibt gespeichert und geladen dieselben Antworten</translation>
    </message>
    <message>
        <source>Largest difference of a row&apos;s loss: %1.</source>
        <translation>Größter Unterschied im Verlust einer Zeile: %1.</translation>
    </message>
    <message>
        <source>Go. It fits, takes about %1, and the model can learn from these rows.</source>
        <translation>Los. Es passt, dauert etwa %1, und das Modell kann aus diesen Zeilen lernen.</translation>
    </message>
    <message>
        <source>Go, with notes. It takes about %1.</source>
        <translation>Los, mit Anmerkungen. Es dauert etwa %1.</translation>
    </message>
    <message>
        <source>Fix first: something below would spoil the run.</source>
        <translation>Erst beheben: Etwas weiter unten würde den Lauf verderben.</translation>
    </message>
    <message>
        <source>which tokens a model sees depends on the model</source>
        <translation>welche Token ein Modell sieht, hängt vom Modell ab</translation>
    </message>
    <message>
        <source>choose a model first</source>
        <translation>wählen Sie erst ein Modell</translation>
    </message>
    <message>
        <source>the run does not know the label &apos;%1&apos;</source>
        <translation>der Lauf kennt das Label „%1“ nicht</translation>
    </message>
    <message>
        <source>the file has changed since the run</source>
        <translation>die Datei hat sich seit dem Lauf geändert</translation>
    </message>
    <message>
        <source>name the file to measure on</source>
        <translation>nennen Sie die Datei, auf der gemessen werden soll</translation>
    </message>
    <message>
        <source>there are no rows to measure on</source>
        <translation>es gibt keine Zeilen zum Messen</translation>
    </message>
    <message>
        <source>the run held nothing back; name a file</source>
        <translation>der Lauf hat nichts zurückgehalten; nennen Sie eine Datei</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Merged model</source>
        <translation>Verschmolzenes Modell</translation>
    </message>
    <message>
        <source>A whole model folder that other programs load as it is.</source>
        <translation>Ein ganzer Modellordner, den andere Programme laden, wie er ist.</translation>
    </message>
    <message>
        <source>Add-on only</source>
        <translation>Nur der Zusatz</translation>
    </message>
    <message>
        <source>A small folder that is loaded on top of the base model.</source>
        <translation>Ein kleiner Ordner, der auf das Basismodell geladen wird.</translation>
    </message>
    <message>
        <source>This run changed the model itself; there is no add-on.</source>
        <translation>Dieser Lauf hat das Modell selbst geändert; es gibt keinen Zusatz.</translation>
    </message>
    <message>
        <source>there is no export format &apos;%1&apos;</source>
        <translation>es gibt kein Exportformat „%1“</translation>
    </message>
    <message>
        <source>%1 MB are needed there, %2 are free</source>
        <translation>dort werden %1 MB gebraucht, %2 sind frei</translation>
    </message>
    <message>
        <source>Verified. The exported model answered %1 of %2 held-back rows as the run does (largest difference %3).</source>
        <translation>Nachgewiesen. Das exportierte Modell antwortete auf %1 von %2 zurückgehaltenen Zeilen wie der Lauf (größter Unterschied %3).</translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation>Der Lauf wird gelesen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Reloading and comparing</source>
        <translation>Wieder laden und vergleichen</translation>
    </message>
    <message>
        <source>the written files answer %1 of %2 rows as the run does (largest difference %3); nothing was kept</source>
        <translation>die geschriebenen Dateien antworten auf %1 von %2 Zeilen wie der Lauf (größter Unterschied %3); nichts wurde behalten</translation>
    </message>
    <message>
        <source>the run changed nothing: this would be the base model again</source>
        <translation>der Lauf hat nichts geändert: Das wäre wieder das Basismodell</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Aufmerksamkeit (Attention)</translation>
    </message>
    <message>
        <source>Feed-forward layer</source>
        <translation>Vorwärtsschicht (MLP)</translation>
    </message>
    <message>
        <source>Norms</source>
        <translation>Normen</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Pooler</source>
        <translation>Pooler</translation>
    </message>
    <message>
        <source>Last norm</source>
        <translation>Letzte Norm</translation>
    </message>
    <message>
        <source>Embedding and language head</source>
        <translation>Einbettung und Sprachkopf</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Einbettung</translation>
    </message>
    <message>
        <source>this method trains a head, and a task that writes text has none</source>
        <translation>dieses Verfahren trainiert einen Kopf, und ein Ziel, das Text schreibt, hat keinen</translation>
    </message>
    <message>
        <source>choose lora, freeze or full</source>
        <translation>wählen Sie lora, freeze oder full</translation>
    </message>
    <message>
        <source>the method &apos;%1&apos; trains the head and nothing else</source>
        <translation>die Methode „%1“ trainiert den Kopf und sonst nichts</translation>
    </message>
    <message>
        <source>choose the method freeze or full to train other layers</source>
        <translation>wählen Sie die Methode freeze oder full, um andere Schichten zu trainieren</translation>
    </message>
    <message>
        <source>this run needs about %1 (%2); %3 are free</source>
        <translation>dieser Lauf braucht etwa %1 (%2); %3 sind frei</translation>
    </message>
    <message>
        <source>fewer tokens held at once, LoRA or fewer layers, or a smaller model; closing other programs helps, too</source>
        <translation>weniger gleichzeitig gehaltene Token, LoRA oder weniger Schichten, oder ein kleineres Modell; andere Programme zu schließen hilft auch</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>Gradienten</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>Aktivierungen</translation>
    </message>
    <message>
        <source>language head</source>
        <translation>Sprachkopf</translation>
    </message>
    <message>
        <source>answers shown meanwhile</source>
        <translation>Antworten, die dabei gezeigt werden</translation>
    </message>
    <message>
        <source>best state so far</source>
        <translation>bester Stand bisher</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>the program itself</source>
        <translation>das Programm selbst</translation>
    </message>
    <message>
        <source>there is no model &apos;%1&apos;, neither installed nor at that path</source>
        <translation>es gibt kein Modell „%1“, weder installiert noch unter diesem Pfad</translation>
    </message>
    <message>
        <source>installed: %1</source>
        <translation>installiert: %1</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;? Installed: %2</source>
        <translation>meinten Sie „%1“? Installiert: %2</translation>
    </message>
    <message>
        <source>with an answer this model&apos;s template writes the question in another way than without, so the answer cannot be told apart</source>
        <translation>mit einer Antwort schreibt die Vorlage dieses Modells die Frage anders als ohne, darum lässt sich die Antwort nicht abtrennen</translation>
    </message>
    <message>
        <source>%1 is no id of this model; ids are 0 to %2</source>
        <translation>%1 ist keine Nummer dieses Modells; Nummern sind 0 bis %2</translation>
    </message>
    <message>
        <source>an object with &apos;messages&apos; is expected</source>
        <translation>ein Objekt mit „messages“ wird erwartet</translation>
    </message>
    <message>
        <source>Writes short answers and follows instructions.</source>
        <translation>Schreibt kurze Antworten und befolgt Anweisungen.</translation>
    </message>
    <message>
        <source>Sorts and compares texts.</source>
        <translation>Sortiert und vergleicht Texte.</translation>
    </message>
    <message>
        <source>%1 rounds are many: it may forget other things.</source>
        <translation>%1 Runden sind viele: Es könnte anderes vergessen.</translation>
    </message>
    <message>
        <source>The model itself stays as it is.</source>
        <translation>Das Modell selbst bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>A part of the model changes.</source>
        <translation>Ein Teil des Modells ändert sich.</translation>
    </message>
    <message>
        <source>Most of the model changes: it may forget other things.</source>
        <translation>Das meiste des Modells ändert sich: Es könnte anderes vergessen.</translation>
    </message>
    <message>
        <source>add-ons of the kind &apos;%1&apos; are not known here</source>
        <translation>Zusätze der Art „%1“ sind hier nicht bekannt</translation>
    </message>
    <message>
        <source>a list with the names of %1 labels is expected</source>
        <translation>erwartet wird eine Liste mit den Namen von %1 Labels</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not fit this model</source>
        <translation>„%1“ passt nicht zu diesem Modell</translation>
    </message>
    <message>
        <source>there is no text</source>
        <translation>es gibt keinen Text</translation>
    </message>
    <message>
        <source>this model reads texts and writes none</source>
        <translation>dieses Modell liest Texte und schreibt keine</translation>
    </message>
    <message>
        <source>choose a model that writes, such as SmolLM2</source>
        <translation>wählen Sie ein Modell, das schreibt, etwa SmolLM2</translation>
    </message>
    <message>
        <source>the question has %1 tokens; this model takes 1 to %2</source>
        <translation>die Frage hat %1 Token; dieses Modell nimmt 1 bis %2</translation>
    </message>
    <message>
        <source>this way of pooling tokens is not known here</source>
        <translation>diese Art, Token zusammenzufassen, ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>base model, prompted</source>
        <translation>Basismodell, befragt</translation>
    </message>
    <message>
        <source>most frequent class</source>
        <translation>häufigste Klasse</translation>
    </message>
    <message>
        <source>A checkpoint was passed over: %1</source>
        <translation>Ein Zwischenstand wurde übergangen: %1</translation>
    </message>
    <message>
        <source>the saved state of step %1 gives the loss %2 instead of %3</source>
        <translation>der gespeicherte Stand von Schritt %1 ergibt den Verlust %2 statt %3</translation>
    </message>
    <message>
        <source>the data report lists the rows concerned</source>
        <translation>der Datenbericht nennt die betroffenen Zeilen</translation>
    </message>
    <message>
        <source>Reading the data</source>
        <translation>Die Daten werden gelesen</translation>
    </message>
    <message>
        <source>Turning rows into tokens</source>
        <translation>Zeilen werden zu Token</translation>
    </message>
    <message>
        <source>&apos;%1&apos; reads texts and writes none, so it cannot learn to answer</source>
        <translation>„%1“ liest Texte und schreibt keine, darum kann es nicht antworten lernen</translation>
    </message>
    <message>
        <source>choose a model that writes, such as SmolLM2, or sort into classes</source>
        <translation>wählen Sie ein Modell, das schreibt, etwa SmolLM2, oder sortieren Sie in Klassen</translation>
    </message>
    <message>
        <source>no row is left to learn from</source>
        <translation>keine Zeile bleibt zum Lernen</translation>
    </message>
    <message>
        <source>see the data report: rows may be empty, too long or all held back</source>
        <translation>siehe den Datenbericht: Zeilen sind vielleicht leer, zu lang oder alle zurückgehalten</translation>
    </message>
    <message>
        <source>no model is chosen yet</source>
        <translation>es ist noch kein Modell gewählt</translation>
    </message>
    <message>
        <source>a width of %1 cannot be shared by %2 heads</source>
        <translation>eine Breite von %1 lässt sich nicht auf %2 Köpfe verteilen</translation>
    </message>
    <message>
        <source>BERT</source>
        <translation>BERT</translation>
    </message>
    <message>
        <source>Reads a text as a whole. Sorts and compares texts.</source>
        <translation>Liest einen Text als Ganzes. Sortiert und vergleicht Texte.</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no text</source>
        <translation>„%1“ ist kein Text</translation>
    </message>
    <message>
        <source>%1 &apos;%2&apos; is not known here</source>
        <translation>%1 „%2“ ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds no settings</source>
        <translation>„%1“ enthält keine Einstellungen</translation>
    </message>
    <message>
        <source>%1 heads cannot share %2 key heads</source>
        <translation>%1 Köpfe können sich nicht %2 Schlüsselköpfe teilen</translation>
    </message>
    <message>
        <source>heads of width %1 are not known here</source>
        <translation>Köpfe der Breite %1 sind hier nicht bekannt</translation>
    </message>
    <message>
        <source>Llama</source>
        <translation>Llama</translation>
    </message>
    <message>
        <source>Continues a text word by word. Answers and writes.</source>
        <translation>Setzt einen Text Wort für Wort fort. Antwortet und schreibt.</translation>
    </message>
    <message>
        <source>Luthier knows %1</source>
        <translation>Luthier kennt %1</translation>
    </message>
    <message>
        <source>models of the kind &apos;%1&apos; are not known here</source>
        <translation>Modelle der Art „%1“ sind hier nicht bekannt</translation>
    </message>
    <message>
        <source>a model&apos;s configuration must be an object</source>
        <translation>die Konfiguration eines Modells muss ein Objekt sein</translation>
    </message>
    <message>
        <source>a file of weights alone does not say what model it is</source>
        <translation>eine Datei mit Gewichten allein sagt nicht, was für ein Modell es ist</translation>
    </message>
    <message>
        <source>choose the folder with its config.json</source>
        <translation>wählen Sie den Ordner mit seiner config.json</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has another shape than config.json says</source>
        <translation>„%1“ hat eine andere Form, als config.json sagt</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; is missing</source>
        <translation>der Tensor „%1“ fehlt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; names no layer of this model</source>
        <translation>„%1“ nennt keine Schicht dieses Modells</translation>
    </message>
    <message>
        <source>known: all, none, head, embeddings, norms, blocks 0-%1, last 1 to last %2, or a tensor&apos;s name with *</source>
        <translation>bekannt: all, none, head, embeddings, norms, blocks 0-%1, last 1 bis last %2, oder der Name eines Tensors mit *</translation>
    </message>
    <message>
        <source>no layer of this model gets an add-on</source>
        <translation>keine Schicht dieses Modells bekommt einen Zusatz</translation>
    </message>
    <message>
        <source>choose all-linear, or names that the layer map shows, and leave some of those layers to train</source>
        <translation>wählen Sie all-linear oder Namen, die die Schichtkarte zeigt, und lassen Sie einige dieser Schichten trainieren</translation>
    </message>
    <message>
        <source>Freeze layers</source>
        <translation>Schichten einfrieren</translation>
    </message>
    <message>
        <source>Trains the top part only. The rest stays as it was.</source>
        <translation>Trainiert nur den oberen Teil. Der Rest bleibt, wie er war.</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>Trains everything. Strong, heavy, forgets most.</source>
        <translation>Trainiert alles. Stark, schwer, vergisst am meisten.</translation>
    </message>
    <message>
        <source>Head only</source>
        <translation>Nur der Kopf</translation>
    </message>
    <message>
        <source>Trains a small decision on top. Fast, forgets nothing.</source>
        <translation>Trainiert eine kleine Entscheidung obenauf. Schnell, vergisst nichts.</translation>
    </message>
    <message>
        <source>every layer</source>
        <translation>jede Schicht</translation>
    </message>
    <message>
        <source>attention only</source>
        <translation>nur Attention</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Size of the add-on. More learns more, forgets more and takes a larger file.</source>
        <translation>Größe des Zusatzes. Mehr lernt mehr, vergisst mehr und braucht eine größere Datei.</translation>
    </message>
    <message>
        <source>dimensions</source>
        <translation>Dimensionen</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Strength of the add-on; it is divided by the rank. Twice the rank is usual.</source>
        <translation>Stärke des Zusatzes; sie wird durch den Rang geteilt. Das Doppelte des Rangs ist üblich.</translation>
    </message>
    <message>
        <source>Dropout of the add-on</source>
        <translation>Dropout des Zusatzes</translation>
    </message>
    <message>
        <source>Share of inputs left out at each step. A little slows down memorising.</source>
        <translation>Anteil der Eingaben, die bei jedem Schritt wegfallen. Ein wenig bremst das Auswendiglernen.</translation>
    </message>
    <message>
        <source>Where it attaches</source>
        <translation>Wo er ansetzt</translation>
    </message>
    <message>
        <source>Every layer learns most; attention only is smaller. Names of layers narrow it further.</source>
        <translation>Jede Schicht lernt am meisten; nur Attention ist kleiner. Namen von Schichten engen es weiter ein.</translation>
    </message>
    <message>
        <source>rank %1 is larger than the layer %2, %3 x %4</source>
        <translation>der Rang %1 ist größer als die Schicht %2, %3 x %4</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; of this add-on is not known here yet</source>
        <translation>„%1“ dieses Zusatzes ist hier noch nicht bekannt</translation>
    </message>
    <message>
        <source>&apos;target_modules&apos; is missing</source>
        <translation>„target_modules“ fehlt</translation>
    </message>
    <message>
        <source>&apos;target_modules&apos; is no list of names</source>
        <translation>„target_modules“ ist keine Liste von Namen</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Adds a thin add-on beside the weights. Small file, forgets little.</source>
        <translation>Setzt einen dünnen Zusatz neben die Gewichte. Kleine Datei, vergisst wenig.</translation>
    </message>
    <message>
        <source>the base model</source>
        <translation>dem Basismodell</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <source>A run whose training goes on, or an add-on. What it trained must have the same shape here.</source>
        <translation>Ein Lauf, dessen Training weitergeht, oder ein Zusatz. Was er trainiert hat, muss hier dieselbe Form haben.</translation>
    </message>
    <message>
        <source>the checkpoint before it can be used instead</source>
        <translation>der Zwischenstand davor kann stattdessen benutzt werden</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no name of a file in it</source>
        <translation>„%1“ ist kein Name einer Datei darin</translation>
    </message>
    <message>
        <source>the file &apos;%1&apos; is missing</source>
        <translation>die Datei „%1“ fehlt</translation>
    </message>
    <message>
        <source>the file &apos;%1&apos; has %2 bytes instead of %3</source>
        <translation>die Datei „%1“ hat %2 Bytes statt %3</translation>
    </message>
    <message>
        <source>the file &apos;%1&apos; is not what was written</source>
        <translation>die Datei „%1“ ist nicht, was geschrieben wurde</translation>
    </message>
    <message>
        <source>a checkpoint needs %1 MiB, and %2 MiB are free</source>
        <translation>ein Zwischenstand braucht %1 MiB, und %2 MiB sind frei</translation>
    </message>
    <message>
        <source>the list of files is not that of step %1</source>
        <translation>die Liste der Dateien ist nicht die von Schritt %1</translation>
    </message>
    <message>
        <source>this run has no checkpoint that can be used</source>
        <translation>dieser Lauf hat keinen Zwischenstand, der benutzt werden kann</translation>
    </message>
    <message>
        <source>&apos;%1&apos; names no checkpoint</source>
        <translation>„%1“ nennt keinen Zwischenstand</translation>
    </message>
    <message>
        <source>best, last, or the number of a step</source>
        <translation>best, last oder die Zahl eines Schritts</translation>
    </message>
    <message>
        <source>the weights of step %1 are not there</source>
        <translation>die Gewichte von Schritt %1 sind nicht da</translation>
    </message>
    <message>
        <source>they were removed to free space, or never kept</source>
        <translation>sie wurden entfernt, um Platz zu schaffen, oder nie behalten</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has a loss of %2 on %3 rows. There is nothing to compare it with.</source>
        <translation>„%1“ hat einen Verlust von %2 auf %3 Zeilen. Es gibt nichts, womit er zu vergleichen wäre.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is right on %2 % of %5 rows (%3 to %4 %). There is nothing to compare it with.</source>
        <translation>„%1“ ist bei %2 % von %5 Zeilen richtig (%3 bis %4 %). Es gibt nichts, womit es zu vergleichen wäre.</translation>
    </message>
    <message>
        <source>There is nothing to compare yet.</source>
        <translation>Es gibt noch nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>These runs were measured on different rows, so they cannot be ranked.</source>
        <translation>Diese Läufe wurden auf verschiedenen Zeilen gemessen, darum lassen sie sich nicht ordnen.</translation>
    </message>
    <message>
        <source>Between &apos;%1&apos; and &apos;%2&apos; one cannot tell on %3 rows: the difference is smaller than chance.</source>
        <translation>Zwischen „%1“ und „%2“ lässt es sich auf %3 Zeilen nicht sagen: Der Unterschied ist kleiner als der Zufall.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; beats &apos;%2&apos; by %3 points (±%4) on %5 rows.</source>
        <translation>„%1“ schlägt „%2“ um %3 Punkte (±%4) auf %5 Zeilen.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is worse than &apos;%2&apos; by %3 points (±%4) on %5 rows.</source>
        <translation>„%1“ ist um %3 Punkte (±%4) schlechter als „%2“, auf %5 Zeilen.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; beats &apos;%2&apos;: its loss is lower by %3 (±%4) on %5 rows.</source>
        <translation>„%1“ schlägt „%2“: Sein Verlust ist um %3 (±%4) niedriger, auf %5 Zeilen.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is worse than &apos;%2&apos;: its loss is higher by %3 (±%4) on %5 rows.</source>
        <translation>„%1“ ist schlechter als „%2“: Sein Verlust ist um %3 (±%4) höher, auf %5 Zeilen.</translation>
    </message>
    <message>
        <source>there are other things in this folder</source>
        <translation>in diesem Ordner sind andere Dinge</translation>
    </message>
    <message>
        <source>a run is there: go on with --resume, or choose another folder</source>
        <translation>dort ist ein Lauf: Fahren Sie mit --resume fort, oder wählen Sie einen anderen Ordner</translation>
    </message>
    <message>
        <source>choose an empty folder for the run</source>
        <translation>wählen Sie einen leeren Ordner für den Lauf</translation>
    </message>
    <message>
        <source>choose the folder of a run</source>
        <translation>wählen Sie den Ordner eines Laufs</translation>
    </message>
    <message>
        <source>something else has that name now</source>
        <translation>etwas anderes hat jetzt diesen Namen</translation>
    </message>
    <message>
        <source>rename or move it, then try again</source>
        <translation>benennen Sie es um oder verschieben Sie es, dann versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>could not move</source>
        <translation>konnte nicht verschoben werden</translation>
    </message>
    <message>
        <source>this run lies on another disk: remove its folder by hand</source>
        <translation>dieser Lauf liegt auf einem anderen Datenträger: Entfernen Sie seinen Ordner von Hand</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be a name</source>
        <translation>„%1“ kann kein Name sein</translation>
    </message>
    <message>
        <source>one line of at most %1 bytes</source>
        <translation>eine Zeile von höchstens %1 Bytes</translation>
    </message>
    <message>
        <source>Answer instructions</source>
        <translation>Anweisungen befolgen</translation>
    </message>
    <message>
        <source>Learns to answer as in your examples.</source>
        <translation>Lernt zu antworten wie in Ihren Beispielen.</translation>
    </message>
    <message>
        <source>Sort into classes</source>
        <translation>In Klassen sortieren</translation>
    </message>
    <message>
        <source>Each text gets one of your labels.</source>
        <translation>Jeder Text bekommt eines Ihrer Labels.</translation>
    </message>
    <message>
        <source>the added tokens are too long</source>
        <translation>die hinzugefügten Token sind zu lang</translation>
    </message>
    <message>
        <source>the added token &apos;%1&apos; has the id %2, expected %3</source>
        <translation>das hinzugefügte Token „%1“ hat die Nummer %2, erwartet war %3</translation>
    </message>
    <message>
        <source>a merge has two parts, not %1</source>
        <translation>eine Verschmelzung hat zwei Teile, nicht %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no merge of two parts</source>
        <translation>„%1“ ist keine Verschmelzung zweier Teile</translation>
    </message>
    <message>
        <source>%1 is no probability</source>
        <translation>%1 ist keine Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>BPE that drops merges by chance is not supported</source>
        <translation>BPE, das Verschmelzungen zufällig weglässt, wird nicht unterstützt</translation>
    </message>
    <message>
        <source>the token for the unknown, &apos;%1&apos;, is not in the vocabulary</source>
        <translation>das Token für Unbekanntes, „%1“, ist nicht im Vokabular</translation>
    </message>
    <message>
        <source>merge %1 joins &apos;%2&apos; and &apos;%3&apos;, but the vocabulary lacks &apos;%4&apos;</source>
        <translation>die Verschmelzung %1 verbindet „%2“ und „%3“, aber dem Vokabular fehlt „%4“</translation>
    </message>
    <message>
        <source>the variables of a template must be an object</source>
        <translation>die Variablen einer Vorlage müssen ein Objekt sein</translation>
    </message>
    <message>
        <source>the messages must be a list</source>
        <translation>die Nachrichten müssen eine Liste sein</translation>
    </message>
    <message>
        <source>a message must be an object, not %1</source>
        <translation>eine Nachricht muss ein Objekt sein, nicht %1</translation>
    </message>
    <message>
        <source>the template is longer than %1 bytes</source>
        <translation>die Vorlage ist länger als %1 Bytes</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not known for &apos;%2&apos;</source>
        <translation>„%1“ ist für „%2“ nicht bekannt</translation>
    </message>
    <message>
        <source>the overlap %1 is not below the length %2</source>
        <translation>die Überlappung %1 liegt nicht unter der Länge %2</translation>
    </message>
    <message>
        <source>no length is a multiple of 0</source>
        <translation>keine Länge ist ein Vielfaches von 0</translation>
    </message>
    <message>
        <source>version %1 is not known, only 1.0</source>
        <translation>Version %1 ist nicht bekannt, nur 1.0</translation>
    </message>
    <message>
        <source>&apos;%1&apos; in line %2 stands there twice</source>
        <translation>„%1“ in Zeile %2 steht zweimal da</translation>
    </message>
    <message>
        <source>the file begins with a byte-order mark</source>
        <translation>die Datei beginnt mit einer Marke für die Byte-Reihenfolge</translation>
    </message>
    <message>
        <source>there is neither a tokenizer.json nor a vocab.txt here</source>
        <translation>hier ist weder eine tokenizer.json noch eine vocab.txt</translation>
    </message>
    <message>
        <source>the way of splitting text called &apos;%1&apos; is not supported yet</source>
        <translation>die Art, Text zu zerlegen, namens „%1“ wird noch nicht unterstützt</translation>
    </message>
    <message>
        <source>the vocabulary is empty</source>
        <translation>das Vokabular ist leer</translation>
    </message>
    <message>
        <source>token %1, &apos;%2&apos;, stands twice in the vocabulary</source>
        <translation>das Token %1, „%2“, steht zweimal im Vokabular</translation>
    </message>
    <message>
        <source>a text shall begin or end with a token that is not named</source>
        <translation>ein Text soll mit einem Token beginnen oder enden, das nicht genannt ist</translation>
    </message>
    <message>
        <source>the id %1 is beyond the vocabulary</source>
        <translation>die Nummer %1 liegt außerhalb des Vokabulars</translation>
    </message>
    <message>
        <source>the tokenizer model &apos;%1&apos; is not supported yet</source>
        <translation>das Tokenizer-Modell „%1“ wird noch nicht unterstützt</translation>
    </message>
    <message>
        <source>a text cannot be split at nothing</source>
        <translation>ein Text lässt sich nicht an nichts zerlegen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs an argument</source>
        <translation>„%1“ braucht ein Argument</translation>
    </message>
    <message>
        <source>there is no previous item</source>
        <translation>es gibt kein voriges Element</translation>
    </message>
    <message>
        <source>there is no next item</source>
        <translation>es gibt kein nächstes Element</translation>
    </message>
    <message>
        <source>&apos;%1&apos; would change a value, which a template may not</source>
        <translation>„%1“ würde einen Wert ändern, was eine Vorlage nicht darf</translation>
    </message>
    <message>
        <source>&apos;%1&apos; takes %2 arguments, not %3</source>
        <translation>„%1“ nimmt %2 Argumente, nicht %3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no parameter &apos;%2&apos;</source>
        <translation>„%1“ hat keinen Parameter „%2“</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a text, not %2</source>
        <translation>„%1“ braucht einen Text, nicht %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a whole number, not %2</source>
        <translation>„%1“ braucht eine ganze Zahl, nicht %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is undefined</source>
        <translation>„%1“ ist nicht definiert</translation>
    </message>
    <message>
        <source>a value of type %1 cannot be a key</source>
        <translation>ein Wert vom Typ %1 kann kein Schlüssel sein</translation>
    </message>
    <message>
        <source>a value of type %1 has no attribute &apos;%2&apos;</source>
        <translation>ein Wert vom Typ %1 hat kein Attribut „%2“</translation>
    </message>
    <message>
        <source>a value of type %1 cannot be called</source>
        <translation>ein Wert vom Typ %1 kann nicht aufgerufen werden</translation>
    </message>
    <message>
        <source>expected a dict after **, not %1</source>
        <translation>nach ** wird ein dict erwartet, nicht %1</translation>
    </message>
    <message>
        <source>the condition does not hold, and there is no &apos;else&apos; to say what then</source>
        <translation>die Bedingung gilt nicht, und kein „else“ sagt, was dann</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a number, not %2</source>
        <translation>„%1“ braucht eine Zahl, nicht %2</translation>
    </message>
    <message>
        <source>&apos;separators&apos; needs two texts</source>
        <translation>„separators“ braucht zwei Texte</translation>
    </message>
    <message>
        <source>there is no filter called &apos;%1&apos;</source>
        <translation>es gibt keinen Filter namens „%1“</translation>
    </message>
    <message>
        <source>a dict is made of pairs</source>
        <translation>ein dict besteht aus Paaren</translation>
    </message>
    <message>
        <source>an attribute may not be called &apos;%1&apos;</source>
        <translation>ein Attribut darf nicht „%1“ heißen</translation>
    </message>
    <message>
        <source>&apos;range&apos; takes one to three whole numbers</source>
        <translation>„range“ nimmt eine bis drei ganze Zahlen</translation>
    </message>
    <message>
        <source>the step of a range cannot be 0</source>
        <translation>die Schrittweite eines range kann nicht 0 sein</translation>
    </message>
    <message>
        <source>a range of more than %1 numbers</source>
        <translation>ein range mit mehr als %1 Zahlen</translation>
    </message>
    <message>
        <source>the template does more than %1 steps</source>
        <translation>die Vorlage macht mehr als %1 Schritte</translation>
    </message>
    <message>
        <source>the template works more than %1 levels deep</source>
        <translation>die Vorlage arbeitet mehr als %1 Ebenen tief</translation>
    </message>
    <message>
        <source>the template writes more than %1 bytes</source>
        <translation>die Vorlage schreibt mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>%1 values for %2 names</source>
        <translation>%1 Werte für %2 Namen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no namespace, its attributes cannot be set</source>
        <translation>„%1“ ist kein namespace, seine Attribute können nicht gesetzt werden</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is more than %2 calls deep</source>
        <translation>„%1“ ist mehr als %2 Aufrufe tief</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is given &apos;%2&apos; twice</source>
        <translation>„%1“ bekommt „%2“ zweimal</translation>
    </message>
    <message>
        <source>parameter &apos;%1&apos; was not provided</source>
        <translation>der Parameter „%1“ wurde nicht angegeben</translation>
    </message>
    <message>
        <source>a value of type %1 cannot become JSON</source>
        <translation>ein Wert vom Typ %1 kann kein JSON werden</translation>
    </message>
    <message>
        <source>this comment has no end</source>
        <translation>dieser Kommentar hat kein Ende</translation>
    </message>
    <message>
        <source>the tag &apos;raw&apos; has no end</source>
        <translation>das Tag „raw“ hat kein Ende</translation>
    </message>
    <message>
        <source>this tag has no end</source>
        <translation>dieses Tag hat kein Ende</translation>
    </message>
    <message>
        <source>the character &apos;%1&apos; means nothing here</source>
        <translation>das Zeichen „%1“ bedeutet hier nichts</translation>
    </message>
    <message>
        <source>the number %1 is too large</source>
        <translation>die Zahl %1 ist zu groß</translation>
    </message>
    <message>
        <source>this text has no closing quote</source>
        <translation>dieser Text hat kein schließendes Anführungszeichen</translation>
    </message>
    <message>
        <source>a value of type %1 has no length</source>
        <translation>ein Wert vom Typ %1 hat keine Länge</translation>
    </message>
    <message>
        <source>a value of type %1 has no pairs</source>
        <translation>ein Wert vom Typ %1 hat keine Paare</translation>
    </message>
    <message>
        <source>there is no first item, the list is empty</source>
        <translation>es gibt kein erstes Element, die Liste ist leer</translation>
    </message>
    <message>
        <source>there is no last item, the list is empty</source>
        <translation>es gibt kein letztes Element, die Liste ist leer</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not work on %2 and %3</source>
        <translation>„%1“ geht nicht mit %2 und %3</translation>
    </message>
    <message>
        <source>repeated %1 times, this is too long</source>
        <translation>%1-mal wiederholt ist das zu lang</translation>
    </message>
    <message>
        <source>this number is too large</source>
        <translation>diese Zahl ist zu groß</translation>
    </message>
    <message>
        <source>division by zero</source>
        <translation>Division durch null</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not work on %2</source>
        <translation>„%1“ geht nicht mit %2</translation>
    </message>
    <message>
        <source>%1 and %2 have no order</source>
        <translation>%1 und %2 haben keine Reihenfolge</translation>
    </message>
    <message>
        <source>a text cannot hold a value of type %1</source>
        <translation>ein Text kann keinen Wert vom Typ %1 enthalten</translation>
    </message>
    <message>
        <source>the template is nested too deeply here</source>
        <translation>die Vorlage ist hier zu tief verschachtelt</translation>
    </message>
    <message>
        <source>expected &apos;%1&apos; here</source>
        <translation>hier wird „%1“ erwartet</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not understood here</source>
        <translation>„%1“ wird hier nicht verstanden</translation>
    </message>
    <message>
        <source>something is missing here</source>
        <translation>hier fehlt etwas</translation>
    </message>
    <message>
        <source>the tag &apos;%1&apos; is not understood here</source>
        <translation>das Tag „%1“ wird hier nicht verstanden</translation>
    </message>
    <message>
        <source>expected a call here</source>
        <translation>hier wird ein Aufruf erwartet</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a value for when it is not given</source>
        <translation>„%1“ braucht einen Wert für den Fall, dass es nicht angegeben ist</translation>
    </message>
    <message>
        <source>there are more values than the text has places for</source>
        <translation>es gibt mehr Werte, als der Text Plätze hat</translation>
    </message>
    <message>
        <source>there are fewer values than the text has places for</source>
        <translation>es gibt weniger Werte, als der Text Plätze hat</translation>
    </message>
    <message>
        <source>&apos;%1%2&apos; does not fit a value of type %3</source>
        <translation>„%1%2“ passt nicht zu einem Wert vom Typ %3</translation>
    </message>
    <message>
        <source>%1 has no element %2</source>
        <translation>%1 hat kein Element %2</translation>
    </message>
    <message>
        <source>a slice needs whole numbers, not %1</source>
        <translation>ein Ausschnitt braucht ganze Zahlen, nicht %1</translation>
    </message>
    <message>
        <source>the step of a slice cannot be 0</source>
        <translation>die Schrittweite eines Ausschnitts kann nicht 0 sein</translation>
    </message>
    <message>
        <source>a value of type %1 cannot be sliced</source>
        <translation>aus einem Wert vom Typ %1 kann man nichts ausschneiden</translation>
    </message>
    <message>
        <source>a value of type %1 has no items</source>
        <translation>ein Wert vom Typ %1 hat keine Elemente</translation>
    </message>
    <message>
        <source>there is no test called &apos;%1&apos;</source>
        <translation>es gibt keinen Test namens „%1“</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no tokenizer model that is known</source>
        <translation>„%1“ ist kein bekanntes Tokenizer-Modell</translation>
    </message>
    <message>
        <source>the id %1 is far beyond the %2 tokens of the vocabulary</source>
        <translation>die Nummer %1 liegt weit außerhalb der %2 Token des Vokabulars</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has the id %2, but so has &apos;%3&apos;</source>
        <translation>„%1“ hat die Nummer %2, aber „%3“ auch</translation>
    </message>
    <message>
        <source>expected %1, found %2</source>
        <translation>erwartet war %1, gefunden wurde %2</translation>
    </message>
    <message>
        <source>%1 is no whole number from 0 to %2</source>
        <translation>%1 ist keine ganze Zahl von 0 bis %2</translation>
    </message>
    <message>
        <source>this part has no type</source>
        <translation>dieser Teil hat keinen Typ</translation>
    </message>
    <message>
        <source>the tokenizer part &apos;%1&apos; is not supported yet</source>
        <translation>der Tokenizer-Teil „%1“ wird noch nicht unterstützt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no tokenizer part that is known</source>
        <translation>„%1“ ist kein bekannter Tokenizer-Teil</translation>
    </message>
    <message>
        <source>expected a token and its id</source>
        <translation>ein Token und seine Nummer werden erwartet</translation>
    </message>
    <message>
        <source>%1 ids for %2 tokens</source>
        <translation>%1 Nummern für %2 Token</translation>
    </message>
    <message>
        <source>this is neither a Sequence nor a SpecialToken</source>
        <translation>das ist weder eine Sequence noch ein SpecialToken</translation>
    </message>
    <message>
        <source>a sequence is called A or B, not &apos;%1&apos;</source>
        <translation>eine Folge heißt A oder B, nicht „%1“</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not among the special_tokens</source>
        <translation>„%1“ ist nicht unter den special_tokens</translation>
    </message>
    <message>
        <source>a second part that adds tokens is not supported yet</source>
        <translation>ein zweiter Teil, der Token hinzufügt, wird noch nicht unterstützt</translation>
    </message>
    <message>
        <source>fewer tokens held at once, shorter rows, LoRA instead of full tuning, or a smaller model</source>
        <translation>weniger gleichzeitig gehaltene Token, kürzere Zeilen, LoRA statt vollem Training, oder ein kleineres Modell</translation>
    </message>
    <message>
        <source>a fault inside Luthier: %1</source>
        <translation>ein Fehler in Luthier: %1</translation>
    </message>
    <message>
        <source>please report it with what you did before</source>
        <translation>melden Sie ihn mit dem, was Sie vorher getan haben</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has another shape than this run needs</source>
        <translation>„%1“ hat eine andere Form, als dieser Lauf braucht</translation>
    </message>
    <message>
        <source>rank, labels and model must be those that it was trained with</source>
        <translation>Rang, Labels und Modell müssen die sein, mit denen trainiert wurde</translation>
    </message>
    <message>
        <source>nothing of this model would be trained</source>
        <translation>nichts von diesem Modell würde trainiert</translation>
    </message>
    <message>
        <source>leave at least one layer to train</source>
        <translation>lassen Sie mindestens eine Schicht trainieren</translation>
    </message>
    <message>
        <source>the loss is no number any more since step %1; the rows of the last step were %2</source>
        <translation>der Verlust ist seit Schritt %1 keine Zahl mehr; die Zeilen des letzten Schritts waren %2</translation>
    </message>
    <message>
        <source>a third of the learning rate, from the last checkpoint</source>
        <translation>ein Drittel der Lernrate, vom letzten Zwischenstand an</translation>
    </message>
    <message>
        <source>The numbers of step %1 broke; it was not taken.</source>
        <translation>Die Zahlen von Schritt %1 sind zerbrochen; er wurde nicht übernommen.</translation>
    </message>
    <message>
        <source>Stop here and keep step %1.</source>
        <translation>Hier anhalten und Schritt %1 behalten.</translation>
    </message>
    <message>
        <source>Stop here: no step so far is better than the start.</source>
        <translation>Hier anhalten: Noch kein Schritt ist besser als der Anfang.</translation>
    </message>
    <message>
        <source>Go back to step %1 and continue with a third of the step size.</source>
        <translation>Zurück zu Schritt %1 und mit einem Drittel der Schrittweite weiter.</translation>
    </message>
    <message>
        <source>Get more rows of the kinds that fail most.</source>
        <translation>Besorgen Sie mehr Zeilen der Arten, die am meisten misslingen.</translation>
    </message>
    <message>
        <source>Hold more rows back.</source>
        <translation>Halten Sie mehr Zeilen zurück.</translation>
    </message>
    <message>
        <source>Go back to step %1 with a third of the step size.</source>
        <translation>Zurück zu Schritt %1 mit einem Drittel der Schrittweite.</translation>
    </message>
    <message>
        <source>Look at the rows of step %1.</source>
        <translation>Sehen Sie die Zeilen von Schritt %1 an.</translation>
    </message>
    <message>
        <source>Go back to step %1 with a third of the step size, warmed up over 5 % of the steps.</source>
        <translation>Zurück zu Schritt %1 mit einem Drittel der Schrittweite, aufgewärmt über 5 % der Schritte.</translation>
    </message>
    <message>
        <source>Continue, and say if it gets worse.</source>
        <translation>Weitermachen und melden, wenn es schlechter wird.</translation>
    </message>
    <message>
        <source>Continue and watch.</source>
        <translation>Weitermachen und beobachten.</translation>
    </message>
    <message>
        <source>Start again with three times the step size.</source>
        <translation>Neu beginnen, mit dreifacher Schrittweite.</translation>
    </message>
    <message>
        <source>Train more layers.</source>
        <translation>Mehr Schichten trainieren.</translation>
    </message>
    <message>
        <source>Take more rows into each step (a larger batch).</source>
        <translation>Mehr Zeilen in jeden Schritt nehmen (ein größerer Batch).</translation>
    </message>
    <message>
        <source>Split the rows again, by group or by date.</source>
        <translation>Die Zeilen neu aufteilen, nach Gruppe oder nach Datum.</translation>
    </message>
    <message>
        <source>Look for copies in both parts and for the answer in the text (leakage check).</source>
        <translation>Suchen Sie nach Kopien in beiden Teilen und nach der Antwort im Text (Leckprüfung).</translation>
    </message>
    <message>
        <source>Continue for 40 % more steps (%1).</source>
        <translation>40 % mehr Schritte weitermachen (%1).</translation>
    </message>
    <message>
        <source>Training loss has been no better than guessing since step %1. The last good state is step %2.</source>
        <translation>Der Trainingsverlust ist seit Schritt %1 nicht besser als Raten. Der letzte gute Stand ist Schritt %2.</translation>
    </message>
    <message>
        <source>The numbers broke at step %1 (NaN). The last good state is step %2.</source>
        <translation>Die Zahlen sind bei Schritt %1 zerbrochen (NaN). Der letzte gute Stand ist Schritt %2.</translation>
    </message>
    <message>
        <source>Training is getting worse, not better: its loss is %1 times its lowest. The steps are probably too large.</source>
        <translation>Das Training wird schlechter, nicht besser: Sein Verlust ist das %1-fache seines Tiefststands. Die Schritte sind wohl zu groß.</translation>
    </message>
    <message>
        <source>Training is about to get worse: at %1 of the last %2 steps the gradient was over 100. The steps are probably too large.</source>
        <translation>Das Training wird gleich schlechter: Bei %1 der letzten %2 Schritte lag der Gradient über 100. Die Schritte sind wohl zu groß.</translation>
    </message>
    <message>
        <source>Loss on held-back rows has risen %1 % since step %2 while training loss still falls. The model is learning your rows by heart. Step %2 is the one to keep.</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen ist seit Schritt %2 um %1 % gestiegen, während der Trainingsverlust noch fällt. Das Modell lernt Ihre Zeilen auswendig. Schritt %2 ist der, den man behält.</translation>
    </message>
    <message>
        <source>Loss on held-back rows has risen %1 % since step %2, and training loss has not fallen since. Step %2 is the one to keep.</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen ist seit Schritt %2 um %1 % gestiegen, und der Trainingsverlust ist seitdem nicht gefallen. Schritt %2 ist der, den man behält.</translation>
    </message>
    <message>
        <source>Loss on held-back rows may have begun to rise: it is %1 % higher than around step %2. The next looks will tell.</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen beginnt vielleicht zu steigen: Er ist %1 % höher als um Schritt %2. Die nächsten Blicke werden es zeigen.</translation>
    </message>
    <message>
        <source>It does better on rows it has seen (gap %1), but new rows have not suffered.</source>
        <translation>Es ist besser auf Zeilen, die es gesehen hat (Abstand %1), aber neue Zeilen haben nicht gelitten.</translation>
    </message>
    <message>
        <source>It has hardly learned anything: training loss fell by %1 % of where it began. Causes, likeliest first: steps too small, too little is trainable, labels that do not follow from the text.</source>
        <translation>Es hat kaum etwas gelernt: Der Trainingsverlust fiel um %1 % seines Anfangs. Ursachen, die wahrscheinlichste zuerst: Schritte zu klein, zu wenig trainierbar, Labels, die nicht aus dem Text folgen.</translation>
    </message>
    <message>
        <source>Held-back loss jumps by ±%1 % between looks; a verdict would be a coin toss.</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen springt zwischen Blicken um ±%1 %; ein Urteil wäre ein Münzwurf.</translation>
    </message>
    <message>
        <source>Training and held-back rows were unlike each other before training began: loss %1 and %2, %3 standard errors apart. The gap says little.</source>
        <translation>Trainings- und zurückgehaltene Zeilen waren einander schon vor dem Training unähnlich: Verlust %1 und %2, %3 Standardfehler auseinander. Der Abstand sagt wenig.</translation>
    </message>
    <message>
        <source>Held-back rows are suspiciously easy: %1 % were right within the first tenth of the steps. The answer may be in the text, or copies in both parts.</source>
        <translation>Zurückgehaltene Zeilen sind verdächtig leicht: %1 % waren im ersten Zehntel der Schritte richtig. Die Antwort steht vielleicht im Text, oder Kopien sind in beiden Teilen.</translation>
    </message>
    <message>
        <source>Held-back rows are suspiciously easy: their loss is %1, that of training rows %2. The answer may be in the text, or copies in both parts.</source>
        <translation>Zurückgehaltene Zeilen sind verdächtig leicht: Ihr Verlust ist %1, der von Trainingszeilen %2. Die Antwort steht vielleicht im Text, oder Kopien sind in beiden Teilen.</translation>
    </message>
    <message>
        <source>It was still getting better at the end. About 40 % more steps (%1) are worth trying.</source>
        <translation>Es wurde am Ende noch besser. Etwa 40 % mehr Schritte (%1) sind einen Versuch wert.</translation>
    </message>
    <message>
        <source>Held-back loss has just reached a new low and is close to training loss (gap %1).</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen hat gerade einen neuen Tiefststand erreicht und liegt nahe am Trainingsverlust (Abstand %1).</translation>
    </message>
    <message>
        <source>Cannot tell: %1 rows are held back, and a verdict needs %2.</source>
        <translation>Nicht zu sagen: %1 Zeilen werden zurückgehalten, und ein Urteil braucht %2.</translation>
    </message>
    <message>
        <source>Too early to tell (%1 of %2 looks).</source>
        <translation>Noch zu früh (%1 von %2 Blicken).</translation>
    </message>
    <message>
        <source>Too early to tell (%1 % of the steps; %2 % are needed).</source>
        <translation>Noch zu früh (%1 % der Schritte; %2 % sind nötig).</translation>
    </message>
    <message>
        <source>Cannot tell yet: held-back loss holds still while training loss falls (gap %1).</source>
        <translation>Noch nicht zu sagen: Der Verlust auf zurückgehaltenen Zeilen steht still, während der Trainingsverlust fällt (Abstand %1).</translation>
    </message>
    <message>
        <source>Cannot tell yet: held-back loss neither clearly falls nor clearly rises.</source>
        <translation>Noch nicht zu sagen: Der Verlust auf zurückgehaltenen Zeilen fällt nicht deutlich und steigt nicht deutlich.</translation>
    </message>
    <message>
        <source>The newest look does not fit this verdict. The next one will tell.</source>
        <translation>Der neueste Blick passt nicht zu diesem Urteil. Der nächste wird es zeigen.</translation>
    </message>
    <message>
        <source>low</source>
        <translation>gering</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>the run keeps no checkpoint up to step %1</source>
        <translation>der Lauf behält keinen Zwischenstand bis Schritt %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no key.path=value</source>
        <translation>„%1“ ist kein schlüssel.pfad=wert</translation>
    </message>
    <message>
        <source>expected is %1</source>
        <translation>erwartet wird %1</translation>
    </message>
    <message>
        <source>who is to answer is not said</source>
        <translation>wer antworten soll, ist nicht gesagt</translation>
    </message>
    <message>
        <source>add --model MODEL or --run RUN</source>
        <translation>fügen Sie --model MODELL oder --run LAUF hinzu</translation>
    </message>
    <message>
        <source>It does better on rows it has seen (gap %1). Loss on new rows is %2 % above its lowest, which may be chance.</source>
        <translation>Es ist besser auf Zeilen, die es gesehen hat (Abstand %1). Der Verlust auf neuen Zeilen liegt %2 % über seinem Tiefststand, was Zufall sein kann.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is there, but is not the folder of a run</source>
        <translation>„%1“ gibt es, es ist aber nicht der Ordner eines Laufs</translation>
    </message>
    <message>
        <source>there is no run &apos;%1&apos;, neither at that path nor among the runs</source>
        <translation>es gibt keinen Lauf „%1“, weder unter diesem Pfad noch unter den Läufen</translation>
    </message>
    <message>
        <source>this shows all runs and their folders: luthier-cli list runs</source>
        <translation>alle Läufe mit ihren Ordnern zeigt: luthier-cli list runs</translation>
    </message>
    <message>
        <source>Verified. The run held nothing back; the exported model answered %1 of %2 training rows as the run does (largest difference %3).</source>
        <translation>Geprüft. Der Lauf hat nichts zurückgehalten; das exportierte Modell hat %1 von %2 Trainingszeilen wie der Lauf beantwortet (größte Abweichung %3).</translation>
    </message>
    <message>
        <source>Verified. The data of the run cannot be read as they were; the exported model answered %1 of %2 built-in texts as the run does (largest difference %3).</source>
        <translation>Geprüft. Die Daten des Laufs sind nicht mehr so lesbar, wie sie waren; das exportierte Modell hat %1 von %2 mitgelieferten Texten wie der Lauf beantwortet (größte Abweichung %3).</translation>
    </message>
    <message>
        <source>go on with the recipe and files of that run, or start a new one</source>
        <translation>mit dem Rezept und den Dateien dieses Laufs fortsetzen oder einen neuen beginnen</translation>
    </message>
    <message>
        <source>the rows or their split are not those that the run began with</source>
        <translation>die Zeilen oder ihre Aufteilung sind nicht mehr die, mit denen der Lauf begann</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is %2 now and was %3 when the run began</source>
        <translation>„%1“ ist jetzt %2 und war %3, als der Lauf begann</translation>
    </message>
    <message>
        <source>several seeds are not run yet</source>
        <translation>mehrere Startwerte werden noch nicht gerechnet</translation>
    </message>
    <message>
        <source>start one run for each seed</source>
        <translation>für jeden Startwert einen Lauf beginnen</translation>
    </message>
    <message>
        <source>this task has no classes to weigh</source>
        <translation>diese Aufgabe hat keine Klassen, die gewichtet werden könnten</translation>
    </message>
    <message>
        <source>leave it out</source>
        <translation>die Einstellung weglassen</translation>
    </message>
    <message>
        <source>probes of your own are not read yet</source>
        <translation>eigene Proben werden noch nicht gelesen</translation>
    </message>
    <message>
        <source>say auto or none</source>
        <translation>auto oder none angeben</translation>
    </message>
    <message>
        <source>questions that must still work are not asked yet</source>
        <translation>Fragen, die weiter gelingen müssen, werden noch nicht gestellt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was trained there and is not trained here, so the start would be only a part of that run</source>
        <translation>„%1“ wurde dort trainiert und wird es hier nicht; der Anfang wäre nur ein Teil jenes Laufs</translation>
    </message>
    <message>
        <source>train at least the layers of that run, or export it as a whole model and choose that as the model</source>
        <translation>mindestens die Schichten jenes Laufs trainieren, oder ihn als ganzes Modell exportieren und dieses als Modell wählen</translation>
    </message>
    <message>
        <source>null</source>
        <translation>null</translation>
    </message>
    <message>
        <source>object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>array</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>string</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>boolean</source>
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>true literal</source>
        <translation>das Wort true</translation>
    </message>
    <message>
        <source>false literal</source>
        <translation>das Wort false</translation>
    </message>
    <message>
        <source>null literal</source>
        <translation>das Wort null</translation>
    </message>
    <message>
        <source>string literal</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>number literal</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>end of input</source>
        <translation>das Ende der Eingabe</translation>
    </message>
    <message>
        <source>&apos;[&apos;, &apos;{&apos;, or a literal</source>
        <translation>„[“, „{“ oder ein einzelner Wert</translation>
    </message>
    <message>
        <source>syntax error while parsing value</source>
        <translation>Schreibfehler in einem Wert</translation>
    </message>
    <message>
        <source>syntax error while parsing object key</source>
        <translation>Schreibfehler in einem Schlüssel</translation>
    </message>
    <message>
        <source>syntax error while parsing object separator</source>
        <translation>Schreibfehler zwischen Schlüssel und Wert</translation>
    </message>
    <message>
        <source>syntax error while parsing object</source>
        <translation>Schreibfehler in einem Objekt</translation>
    </message>
    <message>
        <source>syntax error while parsing array</source>
        <translation>Schreibfehler in einer Liste</translation>
    </message>
    <message>
        <source>invalid literal</source>
        <translation>unbekanntes Wort</translation>
    </message>
    <message>
        <source>invalid number; expected digit after &apos;-&apos;</source>
        <translation>ungültige Zahl; nach „-“ fehlt eine Ziffer</translation>
    </message>
    <message>
        <source>invalid number; expected digit after &apos;.&apos;</source>
        <translation>ungültige Zahl; nach „.“ fehlt eine Ziffer</translation>
    </message>
    <message>
        <source>invalid number; expected &apos;+&apos;, &apos;-&apos;, or digit after exponent</source>
        <translation>ungültige Zahl; nach dem Exponenten fehlt „+“, „-“ oder eine Ziffer</translation>
    </message>
    <message>
        <source>invalid number; expected digit after exponent sign</source>
        <translation>ungültige Zahl; nach dem Vorzeichen des Exponenten fehlt eine Ziffer</translation>
    </message>
    <message>
        <source>invalid string: missing closing quote</source>
        <translation>ungültiger Text: Das schließende Anführungszeichen fehlt</translation>
    </message>
    <message>
        <source>invalid string: forbidden character after backslash</source>
        <translation>ungültiger Text: unerlaubtes Zeichen nach dem Rückstrich</translation>
    </message>
    <message>
        <source>invalid string: &apos;\u&apos; must be followed by 4 hex digits</source>
        <translation>ungültiger Text: Auf „\u“ müssen 4 hexadezimale Ziffern folgen</translation>
    </message>
    <message>
        <source>invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF</source>
        <translation>ungültiger Text: Auf ein Surrogat U+D800..U+DBFF muss eines aus U+DC00..U+DFFF folgen</translation>
    </message>
    <message>
        <source>invalid string: surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF</source>
        <translation>ungültiger Text: Ein Surrogat U+DC00..U+DFFF muss auf eines aus U+D800..U+DBFF folgen</translation>
    </message>
    <message>
        <source>invalid string: control character %1 must be escaped to %2 or %3</source>
        <translation>ungültiger Text: Das Steuerzeichen %1 muss als %2 oder %3 geschrieben werden</translation>
    </message>
    <message>
        <source>invalid string: control character %1 must be escaped to %2</source>
        <translation>ungültiger Text: Das Steuerzeichen %1 muss als %2 geschrieben werden</translation>
    </message>
    <message>
        <source>unexpected %1</source>
        <translation>unerwartet kommt %1</translation>
    </message>
    <message>
        <source>%1; last read: &apos;%2&apos;</source>
        <translation>%1; zuletzt gelesen: „%2“</translation>
    </message>
    <message>
        <source>%1 - %2; expected %3</source>
        <translation>%1 – %2; erwartet wird %3</translation>
    </message>
    <message>
        <source>end of map not found</source>
        <translation>das Ende einer Liste von Schlüsseln fehlt</translation>
    </message>
    <message>
        <source>end of map flow not found</source>
        <translation>die schließende Klammer „}“ fehlt</translation>
    </message>
    <message>
        <source>end of sequence not found</source>
        <translation>das Ende einer Liste fehlt</translation>
    </message>
    <message>
        <source>end of sequence flow not found</source>
        <translation>die schließende Klammer „]“ fehlt</translation>
    </message>
    <message>
        <source>illegal EOF in scalar</source>
        <translation>die Datei endet mitten in einem Wert</translation>
    </message>
    <message>
        <source>illegal block entry</source>
        <translation>ein Listenpunkt „-“ steht, wo keiner stehen darf</translation>
    </message>
    <message>
        <source>illegal character in scalar</source>
        <translation>ein unerlaubtes Zeichen in einem Wert</translation>
    </message>
    <message>
        <source>illegal document indicator in scalar</source>
        <translation>„---“ oder „...“ mitten in einem Wert</translation>
    </message>
    <message>
        <source>illegal flow end</source>
        <translation>eine schließende Klammer ohne öffnende</translation>
    </message>
    <message>
        <source>illegal map key</source>
        <translation>ein Schlüssel steht, wo keiner stehen darf</translation>
    </message>
    <message>
        <source>illegal map value</source>
        <translation>ein Doppelpunkt steht, wo keiner stehen darf</translation>
    </message>
    <message>
        <source>illegal tab when looking for indentation</source>
        <translation>mit einem Tabulator eingerückt</translation>
    </message>
    <message>
        <source>the referenced anchor is not defined</source>
        <translation>ein Verweis (*) auf etwas, das nirgends benannt ist</translation>
    </message>
    <message>
        <source>unknown token</source>
        <translation>ein Zeichen, das hier nichts bedeutet</translation>
    </message>
    <message>
        <source>Loss %1 became %2 in %3 steps on %4 rows (%5 % less).</source>
        <translation>Verlust %1 wurde %2 in %3 Schritten auf %4 Zeilen (%5 % weniger).</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1&#xa0;MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1&#xa0;GB</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#xa0;s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1&#xa0;min %2&#xa0;s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1&#xa0;h %2&#xa0;min</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1&#xa0;min</translation>
    </message>
    <message>
        <source>Start again with a third of the step size.</source>
        <translation>Neu beginnen, mit einem Drittel der Schrittweite.</translation>
    </message>
    <message>
        <source>The numbers broke at step %1 (NaN). Rows in that step: %2. The last good state is step %3.</source>
        <translation>Die Zahlen sind bei Schritt %1 zerbrochen (NaN). Zeilen in diesem Schritt: %2. Der letzte gute Stand ist Schritt %3.</translation>
    </message>
    <message>
        <source>The model was best before any training: loss on held-back rows has risen %1 % since then while training loss still falls. The model is learning your rows by heart.</source>
        <translation>Das Modell war vor jedem Training am besten: Der Verlust auf zurückgehaltenen Zeilen ist seitdem um %1 % gestiegen, während der Trainingsverlust noch fällt. Das Modell lernt Ihre Zeilen auswendig.</translation>
    </message>
    <message>
        <source>The model was best before any training: loss on held-back rows has risen %1 % since then, and training loss has not fallen either.</source>
        <translation>Das Modell war vor jedem Training am besten: Der Verlust auf zurückgehaltenen Zeilen ist seitdem um %1 % gestiegen, und der Trainingsverlust ist auch nicht gefallen.</translation>
    </message>
    <message>
        <source>Which saved states stay on the disk when the run has ended.</source>
        <translation>Welche gespeicherten Stände auf der Platte bleiben, wenn der Lauf zu Ende ist.</translation>
    </message>
    <message>
        <source>Loss on held-back rows may have begun to rise at the end: it is %1 % higher than around step %2.</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen begann am Ende vielleicht zu steigen: Er ist %1 % höher als um Schritt %2.</translation>
    </message>
    <message>
        <source>It has learned nothing: training loss is %1 % higher than where it began. Causes, likeliest first: steps too large, labels that do not follow from the text.</source>
        <translation>Es hat nichts gelernt: Der Trainingsverlust ist %1 % höher als am Anfang. Ursachen, die wahrscheinlichste zuerst: Schritte zu groß, Labels, die nicht aus dem Text folgen.</translation>
    </message>
    <message>
        <source>It has stopped improving: held-back loss changed by %1 % of where it began over the last %2 looks. More time will change little.</source>
        <translation>Es wird nicht mehr besser: Der Verlust auf zurückgehaltenen Zeilen änderte sich über die letzten %2 Blicke um %1 % seines Anfangs. Mehr Zeit wird wenig ändern.</translation>
    </message>
    <message>
        <source>Held-back loss still falls (by %1 % of where it began over the last %2 looks) and is close to training loss (gap %3).</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen fällt noch (um %1 % seines Anfangs über die letzten %2 Blicke) und liegt nahe am Trainingsverlust (Abstand %3).</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1&#xa0;d %2&#xa0;h</translation>
    </message>
    <message>
        <source>&apos;%1&apos; tells what it takes</source>
        <translation>„%1“ sagt, was es braucht</translation>
    </message>
    <message>
        <source>Step %1 was the best on held-back rows; only the last one was kept, as the recipe says (keep: last).</source>
        <translation>Schritt %1 war auf zurückgehaltenen Zeilen der beste; behalten wurde nur der letzte, wie es das Rezept sagt (keep: last).</translation>
    </message>
    <message>
        <source>Start again with more regularisation: dropout higher by 0.1, more weight decay.</source>
        <translation>Mit mehr Regularisierung neu beginnen: Dropout um 0,1 höher, mehr Gewichtsabbau.</translation>
    </message>
    <message>
        <source>Restart from step %1 with more regularisation: dropout higher by 0.1, more weight decay.</source>
        <translation>Von Schritt %1 an mit mehr Regularisierung neu beginnen: Dropout um 0,1 höher, mehr Gewichtsabbau.</translation>
    </message>
    <message>
        <source>there is no command &apos;%1&apos;</source>
        <translation>den Befehl „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>%1 MB are more than the %2 MB that may be kept on this disk</source>
        <translation>%1 MB sind mehr als die %2 MB, die auf diesem Datenträger aufbewahrt werden dürfen</translation>
    </message>
    <message>
        <source>Frozen part</source>
        <translation>Eingefrorener Teil</translation>
    </message>
    <message>
        <source>%1 blocks learn nothing. What they make of the rows would have %2 MB, too much for this disk; it is computed at every step anew.</source>
        <translation>%1 Blöcke lernen nichts. Was sie aus den Zeilen machen, hätte %2 MB, zu viel für diesen Datenträger; es wird bei jedem Schritt neu berechnet.</translation>
    </message>
    <message>
        <source>%1 blocks learn nothing, but dropout acts in them, so they are computed at every step anew.</source>
        <translation>%1 Blöcke lernen nichts, aber Dropout wirkt in ihnen; darum werden sie bei jedem Schritt neu berechnet.</translation>
    </message>
    <message>
        <source>With train.dropout: 0 they are computed once (%1 MB on the disk): about %2 times as fast.</source>
        <translation>Mit train.dropout: 0 werden sie ein einziges Mal berechnet (%1 MB auf dem Datenträger): etwa %2-mal so schnell.</translation>
    </message>
    <message>
        <source>%1 blocks learn nothing: what they make of the rows is computed once, in about %2, and kept (%3 MB on the disk). About %4 times as fast.</source>
        <translation>%1 Blöcke lernen nichts: Was sie aus den Zeilen machen, wird ein einziges Mal berechnet, in etwa %2, und aufbewahrt (%3 MB auf dem Datenträger). Etwa %4-mal so schnell.</translation>
    </message>
    <message>
        <source>What the frozen part makes of the rows is computed at every step anew: %1.</source>
        <translation>Was der eingefrorene Teil aus den Zeilen macht, wird bei jedem Schritt neu berechnet: %1.</translation>
    </message>
    <message>
        <source>What the %1 frozen blocks make of the rows was computed once and kept: %2 MB.</source>
        <translation>Was die %1 eingefrorenen Blöcke aus den Zeilen machen, wurde ein einziges Mal berechnet und aufbewahrt: %2 MB.</translation>
    </message>
    <message>
        <source>What the %1 frozen blocks make of the rows was kept by an earlier run.</source>
        <translation>Was die %1 eingefrorenen Blöcke aus den Zeilen machen, hat ein früherer Lauf aufbewahrt.</translation>
    </message>
    <message>
        <source>Computing the frozen part once</source>
        <translation>Den eingefrorenen Teil einmal berechnen</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory is short: what learning needs of each block is computed a second time instead of kept. The result is the same; a step takes a third to a half longer.</source>
        <translation>Der Speicher ist knapp: Was das Lernen von jedem Block braucht, wird ein zweites Mal berechnet statt aufgehoben. Das Ergebnis ist dasselbe; ein Schritt dauert um ein Drittel bis die Hälfte länger.</translation>
    </message>
    <message>
        <source>as exact as the rest</source>
        <translation>so genau wie das Übrige</translation>
    </message>
    <message>
        <source>in 8 bits</source>
        <translation>mit 8 Bit</translation>
    </message>
    <message>
        <source>Frozen weights while training</source>
        <translation>Eingefrorene Gewichte beim Training</translation>
    </message>
    <message>
        <source>8 bits train faster on most processors and round what stays frozen a little; the add-on learns around it. The model itself keeps all its digits.</source>
        <translation>Mit 8 Bit geht das Training auf den meisten Prozessoren schneller; was eingefroren bleibt, wird dabei etwas gerundet, und der Zusatz lernt darum herum. Das Modell selbst behält alle Stellen.</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>der Speicher reicht nicht</translation>
    </message>
    <message>
        <source>there is not enough memory: %1 MiB more could not be had</source>
        <translation>der Speicher reicht nicht: weitere %1 MiB waren nicht zu bekommen</translation>
    </message>
    <message>
        <source>Peak %1 of %2 on the graphics card with the longest rows.</source>
        <translation>Höchststand %1 von %2 auf der Grafikkarte mit den längsten Zeilen.</translation>
    </message>
    <message>
        <source>a base in 8 bits is computed on the processor only</source>
        <translation>eine Grundlage in 8 Bit wird nur auf dem Prozessor gerechnet</translation>
    </message>
    <message>
        <source>there is no graphics card here that this program can compute on</source>
        <translation>hier ist keine Grafikkarte, auf der dieses Programm rechnen kann</translation>
    </message>
    <message>
        <source>there is no graphics card &apos;%1&apos;; there are cuda:0 to cuda:%2</source>
        <translation>es gibt keine Grafikkarte „%1“; es gibt cuda:0 bis cuda:%2</translation>
    </message>
    <message>
        <source>say auto or cpu. NVIDIA&apos;s cards need a build with LibTorch for CUDA.</source>
        <translation>auto oder cpu angeben. Für Karten von NVIDIA muss das Programm mit LibTorch für CUDA gebaut sein.</translation>
    </message>
    <message>
        <source>on the graphics card this run needs about %1 (%2); %3 are free there</source>
        <translation>auf der Grafikkarte braucht dieser Lauf etwa %1 (%2); dort sind %3 frei</translation>
    </message>
    <message>
        <source>The graphics card has %1 MB free and this run needs about %2 MB there, so the processor computes.</source>
        <translation>Die Grafikkarte hat %1 MB frei, und dieser Lauf braucht dort etwa %2 MB; darum rechnet der Prozessor.</translation>
    </message>
    <message>
        <source>say auto or cpu, or leave that out</source>
        <translation>auto oder cpu angeben, oder das weglassen</translation>
    </message>
    <message>
        <source>the same bits each time come from the processor only</source>
        <translation>jedes Mal dieselben Bits gibt nur der Prozessor</translation>
    </message>
    <message>
        <source>the workbook has no sheet</source>
        <translation>die Arbeitsmappe hat kein Blatt</translation>
    </message>
    <message>
        <source>the texts of the workbook have more than %1 bytes</source>
        <translation>die Texte der Arbeitsmappe haben mehr als %1 Byte</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Blatt</translation>
    </message>
    <message>
        <source>The sheet with the rows: its name, or its number from 1. Automatic is the first.</source>
        <translation>Das Blatt mit den Zeilen: sein Name oder seine Nummer ab 1. Automatisch ist das erste.</translation>
    </message>
    <message>
        <source>there is no sheet &apos;%1&apos;</source>
        <translation>ein Blatt „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>there are: %1</source>
        <translation>es gibt: %1</translation>
    </message>
    <message>
        <source>an Excel workbook with one sheet, &apos;%1&apos;</source>
        <translation>eine Excel-Arbeitsmappe mit einem Blatt, „%1“</translation>
    </message>
    <message>
        <source>an Excel workbook; &apos;%1&apos; is one of its %2 sheets</source>
        <translation>eine Excel-Arbeitsmappe; „%1“ ist eines ihrer %2 Blätter</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>The rows of one sheet of a workbook.</source>
        <translation>Die Zeilen eines Blatts einer Arbeitsmappe.</translation>
    </message>
    <message>
        <source>the XML nests too deeply, or has entities of its own</source>
        <translation>das XML ist zu tief verschachtelt oder hat eigene Entitäten</translation>
    </message>
    <message>
        <source>the XML cannot be read: %1</source>
        <translation>das XML ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>this Excel or zip file is damaged: %1</source>
        <translation>diese Excel- oder Zip-Datei ist beschädigt: %1</translation>
    </message>
    <message>
        <source>copy or save it once more</source>
        <translation>kopieren oder speichern Sie es noch einmal</translation>
    </message>
    <message>
        <source>the archive has no part &apos;%1&apos;</source>
        <translation>das Archiv hat keinen Teil „%1“</translation>
    </message>
    <message>
        <source>the archive unpacks to more than %1 times its size</source>
        <translation>das Archiv wird ausgepackt mehr als %1-mal so groß</translation>
    </message>
    <message>
        <source>known: safetensors, peft, gguf-f16, gguf-q8_0, gguf-q4_k_m, gguf-f32, gguf-bf16, gguf-q4_0</source>
        <translation>bekannt: safetensors, peft, gguf-f16, gguf-q8_0, gguf-q4_k_m, gguf-f32, gguf-bf16, gguf-q4_0</translation>
    </message>
    <message>
        <source>Verified. Loaded again, %1 % of the single answers are those of the run; perplexity changed by %2 %.</source>
        <translation>Geprüft. Neu geladen sind %1 % der einzelnen Antworten die des Laufs; die Perplexität änderte sich um %2 %.</translation>
    </message>
    <message>
        <source>Look at it. Loaded again, only %1 % of the single answers are those of the run; perplexity changed by %2 %. More bits keep more.</source>
        <translation>Sehen Sie es sich an. Neu geladen sind nur %1 % der einzelnen Antworten die des Laufs; die Perplexität änderte sich um %2 %. Mehr Bit bewahren mehr.</translation>
    </message>
    <message>
        <source>Too coarse. Loaded again, only %1 % of the single answers are those of the run; perplexity changed by %2 %. Choose more bits.</source>
        <translation>Zu grob. Neu geladen sind nur %1 % der einzelnen Antworten die des Laufs; die Perplexität änderte sich um %2 %. Wählen Sie mehr Bit.</translation>
    </message>
    <message>
        <source>GGUF, 32 bits</source>
        <translation>GGUF, 32 Bit</translation>
    </message>
    <message>
        <source>One file with every digit, for programs such as llama.cpp.</source>
        <translation>Eine Datei mit allen Stellen, für Programme wie llama.cpp.</translation>
    </message>
    <message>
        <source>GGUF, 16 bits</source>
        <translation>GGUF, 16 Bit</translation>
    </message>
    <message>
        <source>One file for programs such as llama.cpp; answers as the run does.</source>
        <translation>Eine Datei für Programme wie llama.cpp; antwortet wie der Lauf.</translation>
    </message>
    <message>
        <source>GGUF, 16 bits (bfloat16)</source>
        <translation>GGUF, 16 Bit (bfloat16)</translation>
    </message>
    <message>
        <source>GGUF, 8 bits</source>
        <translation>GGUF, 8 Bit</translation>
    </message>
    <message>
        <source>Half the size, nearly the same answers; they are compared.</source>
        <translation>Halb so groß, fast dieselben Antworten; sie werden verglichen.</translation>
    </message>
    <message>
        <source>GGUF, 4 bits</source>
        <translation>GGUF, 4 Bit</translation>
    </message>
    <message>
        <source>Small, for small machines; some answers change, and you are told how many.</source>
        <translation>Klein, für kleine Rechner; manche Antworten ändern sich, und Sie erfahren, wie viele.</translation>
    </message>
    <message>
        <source>GGUF, 4 bits (plain)</source>
        <translation>GGUF, 4 Bit (einfach)</translation>
    </message>
    <message>
        <source>Small and simple; some answers change, and you are told how many.</source>
        <translation>Klein und einfach; manche Antworten ändern sich, und Sie erfahren, wie viele.</translation>
    </message>
    <message>
        <source>GGUF files hold models that write, not those that sort.</source>
        <translation>GGUF-Dateien halten Modelle, die schreiben, nicht solche, die sortieren.</translation>
    </message>
    <message>
        <source>The tokenizer of this model cannot be written into GGUF here; a base model that is a GGUF file itself brings its own.</source>
        <translation>Der Tokenizer dieses Modells lässt sich hier nicht in GGUF schreiben; ein Grundmodell, das selbst eine GGUF-Datei ist, bringt seinen mit.</translation>
    </message>
    <message>
        <source>GGUF files of %1 models are not written here.</source>
        <translation>GGUF-Dateien von %1-Modellen werden hier nicht geschrieben.</translation>
    </message>
    <message>
        <source>%1 layers are named, and there are %2</source>
        <translation>%1 Schichten sind genannt, und es sind %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not known here</source>
        <translation>„%1“ ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>Falcon</source>
        <translation>Falcon</translation>
    </message>
    <message>
        <source>Gemma</source>
        <translation>Gemma</translation>
    </message>
    <message>
        <source>Gemma 2</source>
        <translation>Gemma 2</translation>
    </message>
    <message>
        <source>Gemma 3</source>
        <translation>Gemma 3</translation>
    </message>
    <message>
        <source>GPT-2</source>
        <translation>GPT-2</translation>
    </message>
    <message>
        <source>GPT-NeoX</source>
        <translation>GPT-NeoX</translation>
    </message>
    <message>
        <source>Granite</source>
        <translation>Granite</translation>
    </message>
    <message>
        <source>Mistral</source>
        <translation>Mistral</translation>
    </message>
    <message>
        <source>OLMo 2</source>
        <translation>OLMo 2</translation>
    </message>
    <message>
        <source>Phi</source>
        <translation>Phi</translation>
    </message>
    <message>
        <source>Phi-3</source>
        <translation>Phi-3</translation>
    </message>
    <message>
        <source>Qwen2</source>
        <translation>Qwen2</translation>
    </message>
    <message>
        <source>Qwen3</source>
        <translation>Qwen3</translation>
    </message>
    <message>
        <source>SmolLM3</source>
        <translation>SmolLM3</translation>
    </message>
    <message>
        <source>StableLM</source>
        <translation>StableLM</translation>
    </message>
    <message>
        <source>an encoder as a decoder is not known here</source>
        <translation>ein Encoder als Decoder ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>ALBERT</source>
        <translation>ALBERT</translation>
    </message>
    <message>
        <source>this form of DeBERTa is not known here; version 3 and the smaller models of version 2 are</source>
        <translation>diese Form von DeBERTa ist hier nicht bekannt; Version 3 und die kleineren Modelle von Version 2 sind es</translation>
    </message>
    <message>
        <source>DeBERTa</source>
        <translation>DeBERTa</translation>
    </message>
    <message>
        <source>DistilBERT</source>
        <translation>DistilBERT</translation>
    </message>
    <message>
        <source>ELECTRA</source>
        <translation>ELECTRA</translation>
    </message>
    <message>
        <source>ModernBERT</source>
        <translation>ModernBERT</translation>
    </message>
    <message>
        <source>MPNet</source>
        <translation>MPNet</translation>
    </message>
    <message>
        <source>RoBERTa</source>
        <translation>RoBERTa</translation>
    </message>
    <message>
        <source>XLM-RoBERTa</source>
        <translation>XLM-RoBERTa</translation>
    </message>
    <message>
        <source>This model&apos;s rotary positions cannot be written into GGUF here.</source>
        <translation>Die Drehpositionen dieses Modells lassen sich hier nicht in GGUF schreiben.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; must be a list of %2 numbers</source>
        <translation>„%1“ muss eine Liste von %2 Zahlen sein</translation>
    </message>
    <message>
        <source>rotary scaling &apos;%1&apos; is not known here</source>
        <translation>die Skalierung „%1“ der Drehpositionen ist hier nicht bekannt</translation>
    </message>
    <message>
        <source>%1 dimensions of a head of %2 cannot turn with base %3</source>
        <translation>%1 Dimensionen eines Kopfes von %2 können sich mit der Basis %3 nicht drehen</translation>
    </message>
    <message>
        <source>a pattern is a &apos;String&apos; or a &apos;Regex&apos;</source>
        <translation>ein Muster ist ein „String“ oder ein „Regex“</translation>
    </message>
    <message>
        <source>the regular expression is too long</source>
        <translation>der reguläre Ausdruck ist zu lang</translation>
    </message>
    <message>
        <source>the regular expression &apos;%1&apos; cannot be read: %2</source>
        <translation>der reguläre Ausdruck „%1“ ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>the table of replacements is damaged</source>
        <translation>die Tabelle der Ersetzungen ist beschädigt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; must be one character</source>
        <translation>„%1“ muss ein einziges Zeichen sein</translation>
    </message>
    <message>
        <source>a token has one score, here are %1 parts</source>
        <translation>ein Token hat eine Bewertung, hier sind %1 Teile</translation>
    </message>
    <message>
        <source>the score is no number</source>
        <translation>die Bewertung ist keine Zahl</translation>
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
    <name>luthier::ui::AnswerColumn</name>
    <message>
        <source>Probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Noch keine Antwort.</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>Antwortet …</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 tokens in %2 s</source>
        <translation>%1 Token in %2 s</translation>
    </message>
    <message>
        <source>%1, cut off at the most tokens</source>
        <translation>%1, bei der Höchstzahl der Token abgeschnitten</translation>
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
    <name>luthier::ui::CheckLines</name>
    <message>
        <source>Change tokens held at once</source>
        <translation>Gleichzeitig gehaltene Token ändern</translation>
    </message>
    <message>
        <source>Change the rounds</source>
        <translation>Die Runden ändern</translation>
    </message>
    <message>
        <source>Look at a row</source>
        <translation>Eine Zeile ansehen</translation>
    </message>
    <message>
        <source>Change the longest row</source>
        <translation>Die längste Zeile ändern</translation>
    </message>
    <message>
        <source>Change the learning rate</source>
        <translation>Die Lernrate ändern</translation>
    </message>
    <message>
        <source>Look at the layers</source>
        <translation>Die Schichten ansehen</translation>
    </message>
    <message>
        <source>Look at the split</source>
        <translation>Die Aufteilung ansehen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Change the dropout</source>
        <translation>Dropout ändern</translation>
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
    <message>
        <source>Memory, part by part (estimate)</source>
        <translation>Speicher, Teil für Teil (Schätzung)</translation>
    </message>
    <message>
        <source>Problems of the data</source>
        <translation>Probleme der Daten</translation>
    </message>
    <message>
        <source>First rows as the model sees them</source>
        <translation>Erste Zeilen, wie das Modell sie sieht</translation>
    </message>
    <message>
        <source>Progress of the check</source>
        <translation>Fortschritt der Prüfung</translation>
    </message>
    <message>
        <source>&amp;Cancel the check</source>
        <translation>Prüfung &amp;abbrechen</translation>
    </message>
    <message>
        <source>Nothing of it is kept.</source>
        <translation>Nichts davon wird behalten.</translation>
    </message>
    <message>
        <source>&amp;Run the check again</source>
        <translation>Die &amp;Prüfung wiederholen</translation>
    </message>
    <message>
        <source>The recipe is not complete yet. %1.</source>
        <translation>Das Rezept ist noch nicht vollständig. %1.</translation>
    </message>
    <message>
        <source>Start anyway</source>
        <translation>Trotzdem starten</translation>
    </message>
    <message>
        <source>The check found something to fix first</source>
        <translation>Die Prüfung hat etwas gefunden, das erst behoben werden sollte</translation>
    </message>
    <message>
        <source>Fix first</source>
        <translation>Erst beheben</translation>
    </message>
    <message>
        <source>With what the check found the run cannot succeed</source>
        <translation>Mit dem, was die Prüfung gefunden hat, kann der Lauf nicht gelingen</translation>
    </message>
    <message>
        <source>The check was not run.</source>
        <translation>Die Prüfung wurde nicht gestartet.</translation>
    </message>
    <message>
        <source>The check did not come to its end.</source>
        <translation>Die Prüfung kam nicht zu Ende.</translation>
    </message>
    <message>
        <source>Out of date: the recipe has changed since the check. It said: %1</source>
        <translation>Veraltet: Das Rezept hat sich seit der Prüfung geändert. Sie sagte: %1</translation>
    </message>
    <message>
        <source>The check took %1 and needed %2 at most; estimated were %3. Nothing of it was kept.</source>
        <translation>Die Prüfung dauerte %1 und brauchte höchstens %2; geschätzt waren %3. Nichts davon wurde behalten.</translation>
    </message>
    <message>
        <source>The check took %1. Nothing of it was kept.</source>
        <translation>Die Prüfung dauerte %1. Nichts davon wurde behalten.</translation>
    </message>
    <message>
        <source>Problems of the data (%1)</source>
        <translation>Probleme der Daten (%1)</translation>
    </message>
    <message>
        <source>A run is active.</source>
        <translation>Ein Lauf ist aktiv.</translation>
    </message>
    <message>
        <source>The check trains a few steps and would disturb it.</source>
        <translation>Die Prüfung trainiert einige Schritte und würde ihn stören.</translation>
    </message>
    <message>
        <source>Wait until the run ends, or stop it first.</source>
        <translation>Warten Sie, bis der Lauf endet, oder halten Sie ihn zuerst an.</translation>
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
        <source>&amp;Differences only</source>
        <translation>Nur &amp;Unterschiede</translation>
    </message>
    <message>
        <source>Runs and baselines</source>
        <translation>Läufe und Vergleichswerte</translation>
    </message>
    <message>
        <source>How sure: value and 95 % interval</source>
        <translation>Wie sicher: Wert und 95-%-Intervall</translation>
    </message>
    <message>
        <source>Share (%)</source>
        <translation>Anteil (%)</translation>
    </message>
    <message>
        <source>Loss on held-back rows</source>
        <translation>Verlust auf zurückgehaltenen Zeilen</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>Verlust (Nats)</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Examples that changed</source>
        <translation>Beispiele, die sich geändert haben</translation>
    </message>
    <message>
        <source>There is no run to compare yet. Each run is held here against simply prompting the base model.</source>
        <translation>Es gibt noch keinen Lauf zum Vergleichen. Jeder Lauf wird hier an einer bloßen Anweisung an das Basismodell gemessen.</translation>
    </message>
    <message>
        <source>Leaves settings out that are the same in all runs</source>
        <translation>Lässt Einstellungen weg, die in allen Läufen gleich sind</translation>
    </message>
    <message>
        <source>The curves are being read.</source>
        <translation>Die Kurven werden gelesen.</translation>
    </message>
    <message>
        <source>The runs are being measured.</source>
        <translation>Die Läufe werden gemessen.</translation>
    </message>
    <message>
        <source>The runs have not been measured yet.</source>
        <translation>Die Läufe wurden noch nicht gemessen.</translation>
    </message>
    <message>
        <source>Tick the runs that are to be compared.</source>
        <translation>Haken Sie die Läufe an, die verglichen werden sollen.</translation>
    </message>
    <message>
        <source>No checkpoint is kept of: %1.</source>
        <translation>Kein Zwischenstand ist erhalten von: %1.</translation>
    </message>
    <message>
        <source>The comparison leaves that out.</source>
        <translation>Der Vergleich lässt das aus.</translation>
    </message>
    <message>
        <source>Reading curves</source>
        <translation>Kurven werden gelesen</translation>
    </message>
    <message>
        <source>The runs could not be compared.</source>
        <translation>Die Läufe konnten nicht verglichen werden.</translation>
    </message>
    <message>
        <source>What each run measured itself is in the table.</source>
        <translation>Was jeder Lauf selbst gemessen hat, steht in der Tabelle.</translation>
    </message>
    <message>
        <source>This comparison has no interval to draw.</source>
        <translation>Dieser Vergleich hat kein Intervall zu zeichnen.</translation>
    </message>
    <message>
        <source>None of the runs looked at held-back rows.</source>
        <translation>Keiner der Läufe hat zurückgehaltene Zeilen angesehen.</translation>
    </message>
    <message>
        <source>Each class: %1</source>
        <translation>Jede Klasse: %1</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegenüber %2</translation>
    </message>
    <message>
        <source>Examples that changed, %1: %2 now right, %3 now wrong</source>
        <translation>Beispiele, die sich geändert haben, %1: %2 jetzt richtig, %3 jetzt falsch</translation>
    </message>
    <message>
        <source>Examples whose loss changed most, %1</source>
        <translation>Beispiele, deren Verlust sich am meisten geändert hat, %1</translation>
    </message>
</context>
<context>
    <name>luthier::ui::DataFile</name>
    <message>
        <source>Other &amp;file…</source>
        <translation>Andere &amp;Datei …</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>recognised by its content</source>
        <translation>am Inhalt erkannt</translation>
    </message>
    <message>
        <source>Format chosen: %1</source>
        <translation>Format gewählt: %1</translation>
    </message>
    <message>
        <source>How the file is read</source>
        <translation>Wie die Datei gelesen wird</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Goal chosen: %1</source>
        <translation>Ziel gewählt: %1</translation>
    </message>
    <message>
        <source>%1 · %2 rows · %3</source>
        <translation>%1 · %2 Zeilen · %3</translation>
    </message>
    <message>
        <source>Read that way because: %1</source>
        <translation>So gelesen, weil: %1</translation>
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
        <source>The file cannot be used as it is.</source>
        <translation>Die Datei kann so nicht verwendet werden.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Ein Modell wählen</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>What the model sees</source>
        <translation>Was das Modell sieht</translation>
    </message>
    <message>
        <source>Ro&amp;w</source>
        <translation>Z&amp;eile</translation>
    </message>
    <message>
        <source>Row that is shown</source>
        <translation>Gezeigte Zeile</translation>
    </message>
    <message>
        <source>asked for on another page</source>
        <translation>auf einer anderen Seite verlangt</translation>
    </message>
    <message>
        <source>Say what the rows are for: choose a goal, and what each column is.</source>
        <translation>Sagen Sie, wozu die Zeilen dienen: Wählen Sie ein Ziel, und was jede Spalte ist.</translation>
    </message>
    <message>
        <source>Nothing can be learned from it yet.</source>
        <translation>Daraus kann noch nichts gelernt werden.</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>Probleme (%1)</translation>
    </message>
    <message>
        <source>Rows (%1)</source>
        <translation>Zeilen (%1)</translation>
    </message>
    <message>
        <source>%1, few</source>
        <translation>%1, wenige</translation>
    </message>
    <message>
        <source>Which tokens a model sees depends on the model. None is chosen yet.</source>
        <translation>Welche Token ein Modell sieht, hängt vom Modell ab. Es ist noch keines gewählt.</translation>
    </message>
    <message>
        <source>There are no rows.</source>
        <translation>Es gibt keine Zeilen.</translation>
    </message>
    <message>
        <source>Looking at a row</source>
        <translation>Eine Zeile wird angesehen</translation>
    </message>
</context>
<context>
    <name>luthier::ui::DataRows</name>
    <message>
        <source>Show &amp;all rows</source>
        <translation>&amp;Alle Zeilen zeigen</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>Zeilen der Datei</translation>
    </message>
    <message>
        <source>Role of column %1</source>
        <translation>Rolle der Spalte %1</translation>
    </message>
    <message>
        <source>Because: %1</source>
        <translation>Weil: %1</translation>
    </message>
    <message>
        <source>%1 is now: %2</source>
        <translation>%1 ist jetzt: %2</translation>
    </message>
    <message>
        <source>Only these %1 rows: %2</source>
        <translation>Nur diese %1 Zeilen: %2</translation>
    </message>
    <message>
        <source>%1 of %2 rows: %3</source>
        <translation>%1 von %2 Zeilen: %3</translation>
    </message>
    <message>
        <source>Looking for rows</source>
        <translation>Zeilen werden gesucht</translation>
    </message>
</context>
<context>
    <name>luthier::ui::DataWatch</name>
    <message>
        <source>Reading %1</source>
        <translation>%1 wird gelesen</translation>
    </message>
    <message>
        <source>Goal taken from the file</source>
        <translation>Ziel aus der Datei übernommen</translation>
    </message>
    <message>
        <source>Checking the data</source>
        <translation>Die Daten werden geprüft</translation>
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
        <source>Exporting and verifying</source>
        <translation>Export und Prüfung</translation>
    </message>
    <message>
        <source>There is no run to export yet. An export is files that other programs load, proven to answer as the run does.</source>
        <translation>Es gibt noch keinen Lauf zum Exportieren. Ein Export sind Dateien, die andere Programme laden, und die erwiesenermaßen wie der Lauf antworten.</translation>
    </message>
    <message>
        <source>its best step</source>
        <translation>sein bester Schritt</translation>
    </message>
    <message>
        <source>its last step</source>
        <translation>sein letzter Schritt</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Which step</source>
        <translation>Welcher Schritt</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Chooses where the new folder will lie</source>
        <translation>Wählt, wo der neue Ordner liegen wird</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>%1, best step %2</source>
        <translation>%1, bester Schritt %2</translation>
    </message>
    <message>
        <source>Nothing was exported yet.</source>
        <translation>Noch nichts wurde exportiert.</translation>
    </message>
    <message>
        <source>Where the new folder will lie</source>
        <translation>Wo der neue Ordner liegen wird</translation>
    </message>
    <message>
        <source>%1 free there</source>
        <translation>%1 dort frei</translation>
    </message>
    <message>
        <source>An export is being written</source>
        <translation>Ein Export wird geschrieben</translation>
    </message>
    <message>
        <source>Choose a folder first</source>
        <translation>Erst einen Ordner wählen</translation>
    </message>
    <message>
        <source>Writes the files, loads them again and compares their answers</source>
        <translation>Schreibt die Dateien, lädt sie wieder und vergleicht ihre Antworten</translation>
    </message>
    <message>
        <source>The files are written, loaded again and compared.</source>
        <translation>Die Dateien werden geschrieben, wieder geladen und verglichen.</translation>
    </message>
    <message>
        <source>Writing the files</source>
        <translation>Die Dateien werden geschrieben</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was left behind.</source>
        <translation>Der Export wurde angehalten; nichts blieb zurück.</translation>
    </message>
    <message>
        <source>The export failed; nothing was left behind.</source>
        <translation>Der Export ist misslungen; nichts blieb zurück.</translation>
    </message>
    <message>
        <source>There is no export.</source>
        <translation>Es gibt keinen Export.</translation>
    </message>
    <message>
        <source>Same answer on %1 of %2 rows, loaded again from the files</source>
        <translation>Gleiche Antwort auf %1 von %2 Zeilen, aus den Dateien wieder geladen</translation>
    </message>
    <message>
        <source>Largest difference to the run: %1</source>
        <translation>Größter Unterschied zum Lauf: %1</translation>
    </message>
    <message>
        <source>Largest change from the base model: %1</source>
        <translation>Größte Änderung gegenüber dem Basismodell: %1</translation>
    </message>
    <message>
        <source>Files: %1, together %2</source>
        <translation>Dateien: %1, zusammen %2</translation>
    </message>
</context>
<context>
    <name>luthier::ui::ExportResult</name>
    <message>
        <source>&amp;Open the folder</source>
        <translation>Ordner ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Cop&amp;y the path</source>
        <translation>Pfad &amp;kopieren</translation>
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
    <name>luthier::ui::LengthTab</name>
    <message>
        <source>Lengths</source>
        <translation>Längen</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Lengths are counted when a model is chosen.</source>
        <translation>Längen werden gezählt, sobald ein Modell gewählt ist.</translation>
    </message>
    <message>
        <source>Longest row changed</source>
        <translation>Längste Zeile geändert</translation>
    </message>
    <message>
        <source>Half of the rows have at most %1 tokens, 99 of 100 at most %2; the longest has %3.</source>
        <translation>Die Hälfte der Zeilen hat höchstens %1 Token, 99 von 100 höchstens %2; die längste hat %3.</translation>
    </message>
    <message>
        <source>%1 of %2 rows lose a part.</source>
        <translation>%1 von %2 Zeilen verlieren einen Teil.</translation>
    </message>
    <message>
        <source>%1 rows lose their whole answer.</source>
        <translation>%1 Zeilen verlieren ihre ganze Antwort.</translation>
    </message>
    <message>
        <source>%1 rows are left out for their length.</source>
        <translation>%1 Zeilen werden wegen ihrer Länge weggelassen.</translation>
    </message>
    <message>
        <source>Nothing is cut.</source>
        <translation>Nichts wird abgeschnitten.</translation>
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
    <name>luthier::ui::MethodNumbers</name>
    <message>
        <source>Learns</source>
        <translation>Lernt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Result file</source>
        <translation>Ergebnisdatei</translation>
    </message>
    <message>
        <source>Forgetting</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Memory, part by part</source>
        <translation>Speicher, Teil für Teil</translation>
    </message>
    <message>
        <source>%1 of %2 weights (%3)</source>
        <translation>%1 von %2 Gewichten (%3)</translation>
    </message>
    <message>
        <source>about %1; you have %2</source>
        <translation>etwa %1; frei sind %2</translation>
    </message>
    <message>
        <source>about %1, more than the %2 that you have</source>
        <translation>etwa %1, mehr als die freien %2</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>not known before the rows are counted in tokens</source>
        <translation>nicht bekannt, bevor die Zeilen in Token gezählt sind</translation>
    </message>
    <message>
        <source>about %1 for %2 steps; a guess, Check measures it</source>
        <translation>etwa %1 für %2 Schritte; geschätzt, die Prüfung misst es</translation>
    </message>
    <message>
        <source>Low risk</source>
        <translation>Geringes Risiko</translation>
    </message>
    <message>
        <source>Medium risk</source>
        <translation>Mittleres Risiko</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>Hohes Risiko</translation>
    </message>
    <message>
        <source>about %1 for %2 steps, measured by Check</source>
        <translation>etwa %1 für %2 Schritte, von der Prüfung gemessen</translation>
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
        <source>Working out memory and time</source>
        <translation>Speicher und Zeit werden ausgerechnet</translation>
    </message>
    <message>
        <source>Method chosen: %1</source>
        <translation>Methode gewählt: %1</translation>
    </message>
    <message>
        <source>Parts trained</source>
        <translation>Teile trainiert</translation>
    </message>
    <message>
        <source>Parts frozen</source>
        <translation>Teile eingefroren</translation>
    </message>
    <message>
        <source>The method</source>
        <translation>Die Methode</translation>
    </message>
    <message>
        <source>Step size per part of the model</source>
        <translation>Schrittweite je Teil des Modells</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>&amp;As the method has it</source>
        <translation>&amp;Wie die Methode es hat</translation>
    </message>
    <message>
        <source>Takes back what was changed on the map</source>
        <translation>Nimmt zurück, was auf der Karte geändert wurde</translation>
    </message>
    <message>
        <source>Layers as the method has them</source>
        <translation>Schichten, wie die Methode sie hat</translation>
    </message>
    <message>
        <source>Top &amp;2 blocks</source>
        <translation>Oberste &amp;2 Blöcke</translation>
    </message>
    <message>
        <source>The two blocks nearest the answer, and what is above</source>
        <translation>Die zwei Blöcke, die der Antwort am nächsten sind, und was darüber liegt</translation>
    </message>
    <message>
        <source>All but &amp;embeddings</source>
        <translation>Alles außer &amp;Einbettungen</translation>
    </message>
    <message>
        <source>Words keep their meaning, all else may change</source>
        <translation>Wörter behalten ihre Bedeutung, alles andere darf sich ändern</translation>
    </message>
    <message>
        <source>All but embeddings</source>
        <translation>Alles außer Einbettungen</translation>
    </message>
    <message>
        <source>Click or Space freezes or trains a part, dragging paints over several. Keys 1 to 9: the top blocks.</source>
        <translation>Ein Klick oder die Leertaste friert einen Teil ein oder trainiert ihn, Ziehen malt über mehrere. Tasten 1 bis 9: die obersten Blöcke.</translation>
    </message>
    <message>
        <source>The top %1 blocks</source>
        <translation>Die obersten %1 Blöcke</translation>
    </message>
    <message>
        <source>The layers stay as they were.</source>
        <translation>Die Schichten bleiben, wie sie waren.</translation>
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
        <source>Import a &amp;GGUF file…</source>
        <translation>Eine &amp;GGUF-Datei importieren …</translation>
    </message>
    <message>
        <source>Models live in %1; those that other programs fetched are listed too. Importing copies nothing.</source>
        <translation>Modelle liegen in %1; die von anderen Programmen geholten sind auch aufgeführt. Beim Importieren wird nichts kopiert.</translation>
    </message>
    <message>
        <source>The model was not imported.</source>
        <translation>Das Modell wurde nicht importiert.</translation>
    </message>
    <message>
        <source>No model is chosen yet. Suggested: %1, the smallest that suits the goal.</source>
        <translation>Es ist noch kein Modell gewählt. Vorschlag: %1, das kleinste, das zum Ziel passt.</translation>
    </message>
    <message>
        <source>%1 cannot learn the goal of your data.</source>
        <translation>%1 kann das Ziel Ihrer Daten nicht lernen.</translation>
    </message>
    <message>
        <source>%1 cannot be used.</source>
        <translation>%1 kann nicht benutzt werden.</translation>
    </message>
    <message>
        <source>Choose another model first</source>
        <translation>Erst ein anderes Modell wählen</translation>
    </message>
    <message>
        <source>The reason stands on its card</source>
        <translation>Der Grund steht auf seiner Karte</translation>
    </message>
    <message>
        <source>%1 suits the goal and fits: it needs about %2; you have %3.</source>
        <translation>%1 eignet sich für das Ziel und passt: Es braucht etwa %2; frei sind %3.</translation>
    </message>
    <message>
        <source>%1 suits the goal, but is tight: it needs about %2; you have %3. Check measures it.</source>
        <translation>%1 eignet sich für das Ziel, ist aber knapp: Es braucht etwa %2; frei sind %3. Die Prüfung misst es.</translation>
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
    <name>luthier::ui::ProblemList</name>
    <message>
        <source>Nothing was found that would spoil training.</source>
        <translation>Es wurde nichts gefunden, was das Training verderben würde.</translation>
    </message>
    <message>
        <source>Training is refused until this is solved: %1</source>
        <translation>Das Training wird verweigert, bis dies gelöst ist: %1</translation>
    </message>
    <message>
        <source>Show rows</source>
        <translation>Zeilen zeigen</translation>
    </message>
    <message>
        <source>Show rows: %1</source>
        <translation>Zeilen zeigen: %1</translation>
    </message>
    <message>
        <source>Row %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
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
    <name>luthier::ui::RunAnswers</name>
    <message>
        <source>Answering</source>
        <translation>Antwortet</translation>
    </message>
</context>
<context>
    <name>luthier::ui::RunBar</name>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>S&amp;top…</source>
        <translation>An&amp;halten …</translation>
    </message>
    <message>
        <source>S&amp;napshot</source>
        <translation>&amp;Zwischenstand</translation>
    </message>
    <message>
        <source>Sample no&amp;w</source>
        <translation>&amp;Beispiele jetzt</translation>
    </message>
    <message>
        <source>Writes a checkpoint after the step in progress</source>
        <translation>Schreibt nach dem laufenden Schritt einen Zwischenstand</translation>
    </message>
    <message>
        <source>Asks the sample rows again after the step in progress</source>
        <translation>Fragt nach dem laufenden Schritt die Beispielzeilen noch einmal</translation>
    </message>
    <message>
        <source>Ends the run and asks what is kept</source>
        <translation>Beendet den Lauf und fragt, was behalten wird</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>The run is being stopped</source>
        <translation>Der Lauf wird angehalten</translation>
    </message>
    <message>
        <source>Stopping: the step in progress is finished and saved.</source>
        <translation>Wird angehalten: Der laufende Schritt wird beendet und gespeichert.</translation>
    </message>
    <message>
        <source>Preparing: reading rows and weights.</source>
        <translation>Vorbereitung: Zeilen und Gewichte werden gelesen.</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Paused. %1. Everything is kept in memory.</source>
        <translation>Pausiert. %1. Alles bleibt im Speicher.</translation>
    </message>
    <message>
        <source>%1  ·  round %2  ·  %3 left  ·  %4 tokens/s</source>
        <translation>%1  ·  Runde %2  ·  noch %3  ·  %4 Token/s</translation>
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
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Keep the &amp;best</source>
        <translation>Das &amp;Beste behalten</translation>
    </message>
    <message>
        <source>Nothing was saved that can be used: it would begin again.</source>
        <translation>Es ist nichts Brauchbares gesichert: Er würde von vorn beginnen.</translation>
    </message>
    <message>
        <source>It can go on from step %1, which was saved.</source>
        <translation>Er kann von Schritt %1 weitergehen, der gesichert ist.</translation>
    </message>
    <message>
        <source>What was saved last is damaged. It can go on from step %1, saved before that.</source>
        <translation>Was zuletzt gesichert wurde, ist beschädigt. Er kann von Schritt %1 weitergehen, der davor gesichert wurde.</translation>
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
    <message>
        <source>Checking what an interrupted run saved</source>
        <translation>Prüft, was ein unterbrochener Lauf gesichert hat</translation>
    </message>
</context>
<context>
    <name>luthier::ui::RunView</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>Richtige Antwort</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>Verlust (Nats)</translation>
    </message>
    <message>
        <source>Right answers on held-back rows</source>
        <translation>Richtige Antworten auf zurückgehaltenen Zeilen</translation>
    </message>
    <message>
        <source>Share (%)</source>
        <translation>Anteil (%)</translation>
    </message>
    <message>
        <source>Still remembers: loss on general texts</source>
        <translation>Erinnert sich noch: Verlust auf allgemeinen Texten</translation>
    </message>
    <message>
        <source>The same rows over time</source>
        <translation>Dieselben Zeilen im Lauf der Zeit</translation>
    </message>
    <message>
        <source>The first point comes after the first step.</source>
        <translation>Der erste Punkt kommt nach dem ersten Schritt.</translation>
    </message>
    <message>
        <source>The first point comes with the first look at held-back rows.</source>
        <translation>Der erste Punkt kommt mit dem ersten Blick auf zurückgehaltene Zeilen.</translation>
    </message>
    <message>
        <source>Training rows, measured &amp;alike</source>
        <translation>Trainingszeilen, &amp;gleich gemessen</translation>
    </message>
    <message>
        <source>Loss on as many training rows as are held back, without dropout: the fair comparison</source>
        <translation>Verlust auf so vielen Trainingszeilen, wie zurückgehalten sind, ohne Dropout: der faire Vergleich</translation>
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
        <source>training, alike</source>
        <translation>Training, gleich gemessen</translation>
    </message>
    <message>
        <source>general texts</source>
        <translation>allgemeine Texte</translation>
    </message>
    <message>
        <source>Step %1: %2</source>
        <translation>Schritt %1: %2</translation>
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
    <name>luthier::ui::SightView</name>
    <message>
        <source>Row %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>Row %1, to be learned: %2</source>
        <translation>Zeile %1, zu lernen: %2</translation>
    </message>
    <message>
        <source>%1 tokens: %2.</source>
        <translation>%1 Token: %2.</translation>
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
        <source>Kinds of tokens</source>
        <translation>Arten von Token</translation>
    </message>
    <message>
        <source>%1 tokens are read, and the label is learned. %2 more are cut off.</source>
        <translation>%1 Token werden gelesen, und das Label wird gelernt. %2 weitere sind abgeschnitten.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::SplitTab</name>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>No rows are held back: whether the model understands or memorises cannot be told.</source>
        <translation>Keine Zeilen werden zurückgehalten: Ob das Modell versteht oder auswendig lernt, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>%1 rows are held back. Verdicts on so few rows are weak.</source>
        <translation>%1 Zeilen werden zurückgehalten. Urteile auf so wenigen Zeilen sind schwach.</translation>
    </message>
    <message>
        <source>The held-back rows (validation set) tell during the run whether the model understands or memorises. The test rows stay closed until Compare.</source>
        <translation>Die zurückgehaltenen Zeilen (Validierungsmenge) zeigen während des Laufs, ob das Modell versteht oder auswendig lernt. Die Testzeilen bleiben bis zum Vergleichen verschlossen.</translation>
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
        <source>&amp;Start with these settings</source>
        <translation>Mit diesen Einstellungen &amp;beginnen</translation>
    </message>
    <message>
        <source>Run the check first</source>
        <translation>Erst die Prüfung starten</translation>
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
    <message>
        <source>No run yet. A run shows here how it learns, with held-back rows that it never learns from.</source>
        <translation>Noch kein Lauf. Ein Lauf zeigt hier, wie er lernt, mit zurückgehaltenen Zeilen, aus denen er nie lernt.</translation>
    </message>
    <message>
        <source>Start &amp;another run</source>
        <translation>&amp;Weiteren Lauf starten</translation>
    </message>
    <message>
        <source>The run begins.</source>
        <translation>Der Lauf beginnt.</translation>
    </message>
    <message>
        <source>Best is step %1; the last look was no worse.</source>
        <translation>Am besten ist Schritt %1; der letzte Blick war nicht schlechter.</translation>
    </message>
    <message>
        <source>Best is step %1; the last look was %2 worse.</source>
        <translation>Am besten ist Schritt %1; der letzte Blick war um %2 schlechter.</translation>
    </message>
    <message>
        <source>Trains with the settings as they are now</source>
        <translation>Trainiert mit den Einstellungen, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>Ends the run and asks what is kept</source>
        <translation>Beendet den Lauf und fragt, was behalten wird</translation>
    </message>
    <message>
        <source>Next: Compare</source>
        <translation>Weiter: Vergleichen</translation>
    </message>
    <message>
        <source>Show the run in &amp;progress</source>
        <translation>Den &amp;laufenden Lauf zeigen</translation>
    </message>
    <message>
        <source>The last look, at step %1, is the best.</source>
        <translation>Der letzte Blick, bei Schritt %1, ist der beste.</translation>
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
        <source>Take a test &amp;row</source>
        <translation>Eine Test&amp;zeile nehmen</translation>
    </message>
    <message>
        <source>&amp;Blind vote</source>
        <translation>&amp;Blinde Abstimmung</translation>
    </message>
    <message>
        <source>Type a text here and see what the model answers, before and after training. A model is needed first.</source>
        <translation>Geben Sie hier einen Text ein und sehen Sie, was das Modell vor und nach dem Training antwortet. Zuerst ist ein Modell nötig.</translation>
    </message>
    <message>
        <source>Mixes the answers and names them after your vote</source>
        <translation>Mischt die Antworten und nennt sie nach Ihrer Stimme</translation>
    </message>
    <message>
        <source>A vote needs a run to vote for</source>
        <translation>Eine Abstimmung braucht einen Lauf, über den abgestimmt wird</translation>
    </message>
    <message>
        <source>A row that the run never learned from, with its right answer</source>
        <translation>Eine Zeile, aus der der Lauf nie gelernt hat, mit ihrer richtigen Antwort</translation>
    </message>
    <message>
        <source>There is no run with test rows yet</source>
        <translation>Es gibt noch keinen Lauf mit Testzeilen</translation>
    </message>
    <message>
        <source>Ask first: one votes when all have answered</source>
        <translation>Erst fragen: Abgestimmt wird, wenn alle geantwortet haben</translation>
    </message>
    <message>
        <source>Train first</source>
        <translation>Erst trainieren</translation>
    </message>
    <message>
        <source>There is no run to export yet.</source>
        <translation>Es gibt noch keinen Lauf zum Exportieren.</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Wie es ist</translation>
    </message>
    <message>
        <source>Base model, prompted</source>
        <translation>Basismodell mit Anweisung</translation>
    </message>
    <message>
        <source>With your prompt</source>
        <translation>Mit Ihrer Anweisung</translation>
    </message>
    <message>
        <source>Tuned</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1, Schritt %2</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Ask again: one vote a question</source>
        <translation>Noch einmal fragen: eine Stimme je Frage</translation>
    </message>
    <message>
        <source>One text says little. A blind vote over twenty or more tells whether training beats prompting.</source>
        <translation>Ein Text sagt wenig. Eine blinde Abstimmung über zwanzig oder mehr zeigt, ob Training besser ist als eine Anweisung.</translation>
    </message>
    <message>
        <source>Looking for a test row</source>
        <translation>Eine Testzeile wird gesucht</translation>
    </message>
    <message>
        <source>Right answer: %1</source>
        <translation>Richtige Antwort: %1</translation>
    </message>
</context>
<context>
    <name>luthier::ui::TrySettings</name>
    <message>
        <source>Your prompt</source>
        <translation>Ihre Anweisung</translation>
    </message>
    <message>
        <source>Tuned model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>0 always takes the likeliest word; larger values vary more</source>
        <translation>0 nimmt immer das wahrscheinlichste Wort; größere Werte bringen mehr Abwechslung</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Höchstens Token</translation>
    </message>
    <message>
        <source>More settings, the same for all</source>
        <translation>Weitere Einstellungen, für alle gleich</translation>
    </message>
    <message>
        <source>%1, step %2 (best)</source>
        <translation>%1, Schritt %2 (bester)</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>noch kein Lauf</translation>
    </message>
    <message>
        <source>Said to the base model before your text (system message)</source>
        <translation>Wird dem Basismodell vor Ihrem Text gesagt (Systemnachricht)</translation>
    </message>
    <message>
        <source>How each label is described to the base model; %1 stands for the label</source>
        <translation>Wie jedes Label dem Basismodell beschrieben wird; %1 steht für das Label</translation>
    </message>
    <message>
        <source>Answer exactly and briefly.</source>
        <translation>Antworten Sie genau und kurz.</translation>
    </message>
    <message>
        <source>This text is about %1.</source>
        <translation>Dieser Text handelt von %1.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::VerdictPanel</name>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Loss on held-back rows is compared with loss on as many training rows, measured the same way; the gap is the first divided by the second. From 1.2 the model does better on rows it has seen. Only where held-back loss also rises beyond its noise, at two looks running, is it called overfitting. Nothing is said before five looks and thirty held-back rows.</source>
        <translation>Der Verlust auf zurückgehaltenen Zeilen wird mit dem Verlust auf ebenso vielen Trainingszeilen verglichen, die gleich gemessen werden; der Abstand ist der erste geteilt durch den zweiten. Ab 1,2 ist das Modell auf schon gesehenen Zeilen besser. Erst wenn auch der Verlust auf zurückgehaltenen Zeilen an zwei Blicken nacheinander über sein Rauschen hinaus steigt, heißt es Überanpassung. Vor fünf Blicken und dreißig zurückgehaltenen Zeilen wird nichts gesagt.</translation>
    </message>
    <message>
        <source>How is this judged?</source>
        <translation>Wie wird das beurteilt?</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Too early to tell</source>
        <translation>Noch zu früh</translation>
    </message>
    <message>
        <source>The verdict begins with the fifth look.</source>
        <translation>Das Urteil beginnt mit dem fünften Blick.</translation>
    </message>
    <message>
        <source>Also seen: %1.</source>
        <translation>Außerdem gesehen: %1.</translation>
    </message>
</context>
<context>
    <name>luthier::ui::VoteBar</name>
    <message>
        <source>Tie</source>
        <translation>Unentschieden</translation>
    </message>
    <message>
        <source>All bad</source>
        <translation>Alle schlecht</translation>
    </message>
    <message>
        <source>%1 is best</source>
        <translation>%1 ist am besten</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>Abstimmen</translation>
    </message>
    <message>
        <source>A, B or C chooses the best answer, T is a tie, X says that all are bad.</source>
        <translation>A, B oder C wählt die beste Antwort, T heißt unentschieden, X heißt, dass alle schlecht sind.</translation>
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
