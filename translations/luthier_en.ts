<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>luthier::ui::BarChart</name>
    <message numerus="yes">
        <source>%n bar(s).</source>
        <translation>
            <numerusform>%n bar.</numerusform>
            <numerusform>%n bars.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>luthier::ui::LossPlot</name>
    <message numerus="yes">
        <source>%n point(s) above the picture.</source>
        <translation>
            <numerusform>%n point above the picture.</numerusform>
            <numerusform>%n points above the picture.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>luthier::ui::SettingsForm</name>
    <message numerus="yes">
        <source>More settings (%n changed)</source>
        <translation>
            <numerusform>More settings (%n changed)</numerusform>
            <numerusform>More settings (%n changed)</numerusform>
        </translation>
    </message>
</context>
</TS>
